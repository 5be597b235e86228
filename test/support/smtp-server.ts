import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { letterFaults } from './letter-faults.js';
import type { Fault, PlatformServer } from './platform-server.js';

/** A mail as its readers have it. */
export interface ReceivedMail {
  /** Who gets it, blind copies included. */
  recipients: string[];
  /** As it came over the wire. */
  raw: string;
  messageId: string;
  subject: string;
  from: string;
  to: string;
  /** The last value of each header by its lower-case name, unfolded. */
  headers: Map<string, string>;
  text: string;
  html: string;
}

export interface SmtpStandIn extends PlatformServer {
  port: number;
  /** What readers see, oldest first: of two mails with the same Message-ID, one. */
  mails: ReceivedMail[];
  /** Every mail that was taken. */
  taken: ReceivedMail[];
  /** Commands as they came: `MAIL`, `RCPT a@example.org`, `DATA`. */
  commands: string[];
  /** Addresses that are refused, with the reply. */
  unknown: Map<string, { code: number; text: string }>;
  /** Ends a session without a word. @param id of the session */
  hangUp(id: string): void;
}

export const SMTP_USER = 'postrider';
export const SMTP_PASSWORD = 'an-smtp-password';

/** RFC 5322 section 2.1.1, without the line's end. */
const LONGEST_LINE = 998;
/** What we say we take (RFC 1870). Bytes. */
const LARGEST_MAIL = 1_000_000;

/** A mail server that refuses what the strict ones refuse: long lines, bare line feeds, eight-bit signs, missing headers, HTML that clients break. */
export async function startSmtpServer(options: SMTPServerOptions = {}): Promise<SmtpStandIn> {
  const server = new SMTPServer({
    size: LARGEST_MAIL,
    hide8BITMIME: true,
    hideSMTPUTF8: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth({ username, password }, _, done) {
      if (username === SMTP_USER && password === SMTP_PASSWORD) return done(null, { user: username });
      done(reply(535, '5.7.8 Authentication credentials invalid'));
    },
    onMailFrom({ address }, _, done) {
      standIn.commands.push(`MAIL ${address}`);
      done();
    },
    onRcptTo({ address }, _, done) {
      standIn.commands.push(`RCPT ${address}`);
      const refusal = standIn.unknown.get(address);
      done(refusal && reply(refusal.code, refusal.text));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(reply(552, '5.3.4 Message too big'));
        take(Buffer.concat(chunks), session).then(
          (answer) => answer !== 'silence' && done(answer),
          (error: Error) => done(error),
        );
      });
    },
    ...options,
  });
  const standIn: SmtpStandIn = {
    ...{ origin: '', port: 0, requests: [], faults: [], faultOf: () => undefined },
    ...{ mails: [], taken: [], commands: [], unknown: new Map() },
    hangUp: (id) => [...server.connections].find(({ session }) => session.id === id)?._socket.destroy(),
  };

  /** @returns undefined when it is taken, a refusal, or nothing at all */
  async function take(raw: Buffer, session: SMTPServerSession): Promise<Error | undefined | 'silence'> {
    standIn.commands.push('DATA');
    standIn.requests.push({
      method: 'DATA',
      url: new URL(standIn.origin),
      headers: {},
      body: raw.toString('latin1'),
      bytes: raw,
    });
    const fault = standIn.faults.shift();
    if (fault && fault.type !== 'slow') {
      if (fault.taken) await accept(raw, session);
      return broken(fault, session);
    }
    return accept(raw, session);
  }

  async function accept(raw: Buffer, session: SMTPServerSession): Promise<Error | undefined> {
    const wrong = wireFault(raw.toString('latin1'));
    if (wrong) return reply(554, `5.6.0 ${wrong}`);
    const mail = await parse(raw, session);
    const [letterFault] = letterFaults(mail.html);
    if (letterFault) return reply(554, `5.6.0 ${letterFault}`);
    standIn.taken.push(mail);
    if (!standIn.mails.some(({ messageId }) => messageId === mail.messageId)) standIn.mails.push(mail);
    return undefined;
  }

  function broken(fault: Exclude<Fault, { type: 'slow' }>, session: SMTPServerSession): Error | 'silence' {
    if (fault.type === 'answer') return smtpReply(fault.answer.status ?? 200, fault.answer.headers);
    if (fault.type === 'drop') standIn.hangUp(session.id);
    return 'silence';
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    for (const connection of server.connections) connection._socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  standIn.port = (server.server.address() as { port: number }).port;
  standIn.origin = `smtp://127.0.0.1:${standIn.port}`;
  return standIn;
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

/** The SMTP way of what a web platform would say with that status. */
function smtpReply(status: number, headers: Record<string, string> = {}): Error {
  if (status === 429) return reply(450, `4.7.1 Greylisted, please try again in ${headers['retry-after']} seconds`);
  return status >= 500 ? reply(451, '4.3.0 Local error in processing') : reply(550, '5.7.1 Message refused by policy');
}

function wireFault(raw: string): string | undefined {
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n') + 2);
  const [long] = raw.split('\r\n').filter((line) => line.length > LONGEST_LINE);
  if (long !== undefined) return `a line of ${long.length} octets`;
  if (/(?<!\r)\n|\r(?!\n)/.test(raw)) return 'a bare line feed or carriage return';
  if (/[\u0080-\u00FF]/.test(raw)) return 'eight-bit signs, and no 8BITMIME was offered';
  if (/\u0000/.test(raw)) return 'a NUL';
  const names = headers
    .split(/\r\n(?![ \t])/)
    .filter((line) => line !== '')
    .map((line) => line.slice(0, Math.max(0, line.indexOf(':'))).toLowerCase());
  if (names.some((name) => !/^[!-9;-~]+$/.test(name))) return 'a line among the headers that is none';
  for (const needed of ['date', 'from', 'to', 'subject', 'message-id', 'mime-version']) {
    if (names.filter((name) => name === needed).length !== 1) return `not exactly one header ${needed}`;
  }
  return undefined;
}

async function parse(raw: Buffer, { envelope }: SMTPServerSession): Promise<ReceivedMail> {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true });
  const headers = mail.headerLines.map(({ key, line }) => [
    key,
    line
      .slice(line.indexOf(':') + 1)
      .replace(/\r\n[ \t]/g, ' ')
      .trim(),
  ]);
  const addresses = (value: typeof mail.to) =>
    [value ?? []]
      .flat()
      .map(({ text }) => text)
      .join(', ');
  return {
    recipients: envelope.rcptTo.map(({ address }) => address),
    raw: raw.toString('latin1'),
    messageId: mail.messageId ?? '',
    subject: mail.subject ?? '',
    from: mail.from?.text ?? '',
    to: addresses(mail.to),
    headers: new Map(headers as [string, string][]),
    text: mail.text ?? '',
    html: mail.html || '',
  };
}
