import { email } from '../../src/channels/email/email.js';
import { SMTP_PASSWORD, SMTP_USER, startSmtpServer } from '../support/smtp-server.js';
import { describeChannel } from './channel-contract.js';

describeChannel({
  type: email,
  secrets: [SMTP_PASSWORD],
  start: async () => {
    const platform = await startSmtpServer();
    return {
      platform,
      options: {
        url: platform.origin,
        tls: 'off',
        user: SMTP_USER,
        password: SMTP_PASSWORD,
        from: '社区周刊 <weekly@example.org>',
        to: ['readers@lists.example.org'],
      },
      seen: () => platform.mails.map(({ subject, text, html }) => [subject, text, html].join('\n')),
    };
  },
});
