import type { NodemailerError } from 'nodemailer';
import { cleanLine } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';
import { ChannelError } from '../channel.js';
import type { SmtpServer } from './email-options.js';

const LONGEST_ANSWER = 200;

/** Servers that list senders grey say when to come back: "try again in 300 seconds", "greylisted for 5 minutes". */
const COME_BACK = /\b(?:in|after|for)\s+(\d{1,4})\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?)\b/i;

/**
 * What an error of SMTP means: a reply of 4yz is `later` and of 5yz `never` (RFC 5321 section 4.2.1); without a reply it is
 * `later` as long as the mail had not left whole, then it is in doubt.
 * @param handedOver whether the last byte of the mail had left
 */
export function smtpError(
  server: Pick<SmtpServer, 'host' | 'port'>,
  error: unknown,
  handedOver: boolean,
): ChannelError {
  const fault = error as NodemailerError;
  const where = `The mail server ${server.host}`;
  if (fault.responseCode !== undefined) return refusal(where, fault, fault.responseCode);
  if (handedOver) {
    return new ChannelError(
      'doubt',
      { message: `${where} did not confirm the mail (${reasonOf(fault)})` },
      { cause: error },
    );
  }
  if (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE') {
    const hint =
      fault.code === 'EMESSAGE' ? 'the server takes only smaller mails' : 'check from, to and bcc of the channel';
    return new ChannelError(
      'never',
      { message: `${where} cannot take the mail: ${reasonOf(fault)}`, hint },
      { cause: error },
    );
  }
  return new ChannelError(
    'later',
    { message: `${where}: ${reasonOf(fault)}`, hint: hintOf(fault, server) },
    { cause: error },
  );
}

function refusal(where: string, fault: NodemailerError, code: number): ChannelError {
  const answer = truncate(cleanLine(fault.response ?? fault.message), LONGEST_ANSWER);
  const hint = refusalHint(fault, code);
  const reason = { message: `${where} refused: ${answer}`, ...(hint && { hint }) };
  if (fault.permanent) return new ChannelError('never', reason, { cause: fault });
  const [, count, unit = ''] = COME_BACK.exec(answer) ?? [];
  const retryAfter = count === undefined ? undefined : Number(count) * (/^m/i.test(unit) ? 60_000 : 1_000);
  return new ChannelError('later', reason, { cause: fault, retryAfter });
}

function refusalHint(fault: NodemailerError, code: number): string | undefined {
  if (fault.code === 'EAUTH' || code === 530 || code === 535) {
    return 'check user and password; some providers want an app password, or SMTP switched on in the account';
  }
  if (fault.code === 'ETLS') return 'the server offers no TLS; use port 465 or 587 of a server that does';
  switch (fault.command) {
    case 'MAIL FROM':
      return 'the server does not send for this address; check from';
    case 'RCPT TO':
      return 'check the addresses in to and bcc';
    case 'DATA':
      return fault.permanent ? 'the server takes the mail for too large or for spam; ask its operator' : undefined;
    default:
      return undefined;
  }
}

function hintOf({ code, originalCode = '' }: NodemailerError, { port }: Pick<SmtpServer, 'port'>): string {
  if (/^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(originalCode)) {
    return 'check the host name and the clock; a private authority goes into NODE_EXTRA_CA_CERTS';
  }
  if (code === 'ETLS' || /^(?:ERR_SSL_|EPROTO)/.test(originalCode)) {
    return `TLS on port ${port} failed: 465 speaks it at once, 587 after STARTTLS`;
  }
  if (code === 'ENOAUTH' || code === 'EAUTH') return 'check user and password';
  return 'check host, port and the network';
}

function reasonOf(fault: NodemailerError): string {
  if (fault.name === 'TimeoutError' || fault.code === 'ETIMEDOUT') return 'it did not answer in time';
  const code = fault.originalCode ?? fault.code;
  return truncate(
    cleanLine(code && !fault.message.includes(code) ? `${fault.message} (${code})` : fault.message),
    LONGEST_ANSWER,
  );
}
