import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { NodemailerError } from 'nodemailer';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { ChannelError } from '../channel.js';
import type { SmtpServer } from './email-options.js';
import { smtpError } from './smtp-error.js';

/** Milliseconds; a call of a channel takes at most 15 s. */
const CONNECT_TIMEOUT = 5_000;
const SILENCE_TIMEOUT = 10_000;
const WHOLE_TIMEOUT = 14_000;

export interface MailToSend {
  from: string;
  /** Everybody it goes to, blind copies included. */
  to: string[];
  /** Headers and body, ready for the wire. */
  raw: Buffer;
}

/** Who of the recipients the server did not take, with its reason. */
export type Refused = { address: string; reason: string };

export interface SmtpCall {
  signal: AbortSignal;
  /** For tests: certificates to trust. */
  tls?: ConnectionOptions;
}

/**
 * Hands a mail in, once.
 * @returns the recipients that were refused while others were taken
 * @throws {ChannelError} `doubt` only when the whole mail had left and the answer never came
 */
export async function sendMail(server: SmtpServer, mail: MailToSend, call: SmtpCall): Promise<Refused[]> {
  let handedOver = false;
  // Nothing is taken before the last byte: a connection that is lost sooner leaves no doubt (RFC 5321 section 4.2.5).
  async function* message() {
    yield mail.raw;
    handedOver = true;
  }
  return session(
    server,
    call,
    () => handedOver,
    async (connection) => {
      const envelope = { from: mail.from, to: mail.to, size: mail.raw.length };
      const info = await settled<{ rejectedErrors?: NodemailerError[] }>((done) =>
        connection.send(envelope, Readable.from(message(), { objectMode: false }), (error, sent) => done(error, sent)),
      );
      return (info.rejectedErrors ?? []).map(({ recipient = '', response = '' }) => ({
        address: recipient,
        reason: response,
      }));
    },
  );
}

/**
 * Connects, starts TLS and logs in, and sends nothing.
 * @throws {ChannelError}
 */
export async function verifyServer(server: SmtpServer, call: SmtpCall): Promise<void> {
  await session(
    server,
    call,
    () => false,
    async () => undefined,
  );
}

async function session<Result>(
  server: SmtpServer,
  { signal, tls }: SmtpCall,
  handedOver: () => boolean,
  work: (connection: SMTPConnection) => Promise<Result>,
): Promise<Result> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    ignoreTLS: !server.requireTls,
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: CONNECT_TIMEOUT,
    dnsTimeout: CONNECT_TIMEOUT,
    socketTimeout: SILENCE_TIMEOUT,
    tls,
  });
  const patience = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_TIMEOUT)]);
  const broken = new Promise<never>((_, reject) => {
    // Not once: an error that nobody listens to would end the program.
    connection.on('error', reject);
    if (patience.aborted) reject(patience.reason);
    patience.addEventListener('abort', () => reject(patience.reason), { once: true });
  });
  // It may break when nobody waits for it any more.
  broken.catch(() => undefined);
  try {
    await Promise.race([settled((done) => connection.connect((error) => done(error ?? null))), broken]);
    if (server.user !== '') {
      const login = { user: server.user, pass: server.password };
      await Promise.race([settled((done) => connection.login(login, (error) => done(error))), broken]);
    }
    const result = await Promise.race([work(connection), broken]);
    connection.quit();
    return result;
  } catch (error) {
    connection.close();
    throw error instanceof ChannelError ? error : smtpError(server, error, handedOver());
  }
}

function settled<Value = void>(
  call: (done: (error: NodemailerError | null, value?: Value) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value as Value)));
  });
}
