import type { World } from '../../world.js';
import type { Channel, ChannelType } from '../channel.js';
import { type EmailOptions, emailOptions, serverOf } from './email-options.js';
import { type EmailPayload, renderEmail } from './render-email.js';
import { sendMail, verifyServer } from './send-mail.js';

/** A mail to a list of readers, handed in over SMTP: announcements, and digests as a newsletter. */
export const email: ChannelType<EmailOptions, EmailPayload> = {
  type: 'email',
  options: emailOptions,
  secrets: ['url', 'password'],
  render: renderEmail,
  open: openEmail,
  check: async (options, { signal }) => {
    const server = serverOf(options);
    await verifyServer(server, { signal });
    return `${server.host}:${server.port} lets us in`;
  },
};

function openEmail(options: EmailOptions, world: World): Channel<EmailPayload> {
  const server = serverOf(options);
  const bcc = options.bcc.map(({ address }) => address);
  const to = [...new Set([...options.to.map(({ address }) => address), ...bcc])];
  return {
    // A mail that comes twice has the same Message-ID: servers and programs show it once.
    idempotent: true,
    send: async (payload, { signal }) => {
      const raw = await compose(payload, new Date(world.now()));
      const refused = await sendMail(server, { from: options.from.address, to, raw }, { signal });
      for (const { address, reason } of refused) {
        world.log.warn({ address, reason }, 'one of the readers was refused; the others have the mail');
      }
      return { messageId: payload.headers['Message-ID'] ?? '' };
    },
  };
}

/** Headers and both bodies as they go over the wire. Lines are short and ASCII, so that every server takes them. */
async function compose({ headers, ...mail }: EmailPayload, date: Date): Promise<Buffer> {
  const { 'Message-ID': messageId, ...others } = headers;
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    ...mail,
    messageId,
    date,
    headers: others,
    textEncoding: 'base64',
    newline: 'windows',
    // The texts are given here; nothing is to be read from a disk or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
