import addressparser from 'nodemailer/lib/addressparser';
import { z } from 'zod';

/** A mailbox as headers write it. */
export interface Mailbox {
  /** '' when only the address was given. */
  name: string;
  address: string;
}

/** RFC 5321 section 4.5.3.1: 64 octets before the @, 255 after it. Quoted local parts are not taken: nobody has one. */
const ADDRESS = /^[^\s@"<>()[\]\\,;:]{1,64}@[^\s@"<>()[\]\\,;:]{1,255}$/;
/** Commands that send nothing run with such a value where a variable is not set (see LoadOptions.secretsOptional). */
const NOT_SET = /^https:\/\/not-set\.invalid\//;
/** What a preview shows for it. */
const UNKNOWN: Mailbox = { name: '', address: 'not-set@not-set.invalid' };

/** `a@example.org`, `Name <a@example.org>`, several with commas; undefined when one of them is none. */
function mailboxes(text: string): Mailbox[] | undefined {
  if (NOT_SET.test(text)) return [UNKNOWN];
  // A header has no second line: whoever puts one here wants to add a header of their own.
  if (/[\r\n\0]/.test(text)) return undefined;
  const parsed = addressparser(text).map(({ name, address = '' }) => ({ name, address }));
  return parsed.length > 0 && parsed.every(({ address }) => ADDRESS.test(address)) ? parsed : undefined;
}

const one = z.string().transform((text, context): Mailbox => {
  const [first, second] = mailboxes(text) ?? [];
  if (!first || second) context.addIssue('expected an address such as Weekly <weekly@example.org>');
  return first ?? UNKNOWN;
});

const several = z
  .union([z.array(z.string()), z.string().transform((text) => [text])])
  .transform((texts, context): Mailbox[] =>
    texts
      .filter((text) => text.trim() !== '')
      .flatMap((text) => {
        const found = mailboxes(text);
        if (!found) context.addIssue(`"${text.slice(0, 80)}" is no e-mail address`);
        return found ?? [];
      }),
  );

const smtpUrl = z
  .string()
  .refine(
    (text) => NOT_SET.test(text) || (URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol)),
    'expected smtp://USER:PASSWORD@HOST:PORT or smtps://…',
  );

const unsubscribe = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^(?:https?|mailto):$/.test(new URL(text).protocol),
    'expected an https:// or mailto: address',
  );

export const emailOptions = z
  .strictObject({
    /** The server in one line; instead of `host` and `port`, and of `user` and `password` if they stand in it. */
    url: smtpUrl.optional(),
    host: z.string().min(1).optional(),
    /** 587 (STARTTLS) by default; 465 means TLS from the first byte. */
    port: z.coerce.number().int().min(1).max(65_535).optional(),
    user: z.string().default(''),
    password: z.string().default(''),
    /** `off` only towards this very machine. */
    tls: z.enum(['required', 'off']).default('required'),
    from: one,
    to: several.default([]),
    /** They see neither each other nor the list. */
    bcc: several.default([]),
    replyTo: one.optional(),
    /** Where a reader leaves the list; default a mail to `from`. An https address is also offered as one click (RFC 8058). */
    unsubscribe: unsubscribe.optional(),
    /** Names the list for filters (RFC 2919), e.g. weekly.example.org; default made of `from`. */
    listId: z
      .string()
      .regex(/^[\w-]+(?:\.[\w-]+)+$/, 'expected a name such as weekly.example.org')
      .optional(),
  })
  .check(({ value, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    if (value.url === undefined && value.host === undefined) fault('host', 'give url, or host');
    if (value.url !== undefined && value.host !== undefined) fault('host', 'give either url or host, not both');
    if (value.to.length === 0 && value.bcc.length === 0) fault('to', 'give at least one address in to or bcc');
    if (value.tls === 'off' && !isLoopback(serverOf(value).host)) {
      fault('tls', 'only a server on this machine may do without TLS');
    }
  });
export type EmailOptions = z.output<typeof emailOptions>;

/** Where mail is handed in. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS. */
  secure: boolean;
  requireTls: boolean;
  user: string;
  password: string;
}

/** RFC 8314 section 7.3 and RFC 6409: submission over TLS, and with STARTTLS. */
const TLS_PORT = 465;
const SUBMISSION_PORT = 587;

export function serverOf(
  options: Pick<EmailOptions, 'url' | 'host' | 'port' | 'user' | 'password' | 'tls'>,
): SmtpServer {
  const { url, tls, user, password } = options;
  const given = url === undefined ? undefined : new URL(url);
  const host = (given?.hostname ?? options.host ?? '').replace(/^\[|\]$/g, '');
  const port = given ? Number(given.port) || undefined : options.port;
  const secure = given ? given.protocol === 'smtps:' || port === TLS_PORT : port === TLS_PORT;
  return {
    host,
    port: port ?? (secure ? TLS_PORT : SUBMISSION_PORT),
    secure,
    requireTls: tls === 'required',
    user: decodeURIComponent(given?.username ?? '') || user,
    password: decodeURIComponent(given?.password ?? '') || password,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
