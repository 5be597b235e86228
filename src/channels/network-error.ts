import { ChannelError } from './channel.js';

/** Node's and undici's codes for failures before a byte of the request left: certainly not sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The server's certificate: the connection ended before the request, and trying again seldom helps but never harms. */
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** How long a platform may still be at a request whose connection was lost, or that it left without an answer (ms). */
const SETTLED_AFTER_LOSS = 3_000;
const SETTLED_AFTER_SILENCE = 10_000;

/**
 * What a fetch that rejected means: refused or unreachable is `later`; a socket lost or silence after that is `doubt`,
 * because the request may have been taken.
 * @param platform as people call it, for the message
 */
export function networkError(platform: string, error: unknown): ChannelError {
  const codes = [...causes(error)].map((cause) => String((cause as { code?: unknown }).code ?? ''));
  const names = [...causes(error)].map((cause) => cause.name);
  if (codes.some((code) => NOT_SENT.has(code))) {
    const message = `${platform} cannot be reached (${codes.find((code) => NOT_SENT.has(code))})`;
    return new ChannelError('later', { message, hint: 'check the address and the network' }, { cause: error });
  }
  if (codes.some((code) => CERTIFICATE.test(code))) {
    const message = `${platform}'s certificate was refused (${codes.find((code) => CERTIFICATE.test(code))})`;
    return new ChannelError(
      'later',
      { message, hint: 'check the address, the clock and the certificates' },
      { cause: error },
    );
  }
  const silent = names.includes('TimeoutError') || codes.some((code) => /TIMEOUT/.test(code));
  const message = silent ? `${platform} did not answer in time` : `the connection to ${platform} was lost`;
  return new ChannelError(
    'doubt',
    { message },
    { cause: error, retryAfter: silent ? SETTLED_AFTER_SILENCE : SETTLED_AFTER_LOSS },
  );
}

function* causes(error: unknown): Generator<Error> {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    yield cause;
    // Several addresses of one host were tried.
    if (cause instanceof AggregateError) yield* cause.errors.filter((each) => each instanceof Error);
  }
}

/**
 * What an HTTP status means for a POST whose answer says nothing more.
 * @param retryAfter the header's value, in seconds, perhaps with a fraction
 */
export function httpError(platform: string, status: number, retryAfter?: string | null): ChannelError {
  const message = `${platform} answered HTTP ${status}`;
  const seconds = Number(retryAfter);
  if (status === 429) {
    const wait = retryAfter && seconds >= 0 ? Math.ceil(seconds * 1000) : DEFAULT_WAIT;
    return new ChannelError('later', { message: `${platform} asks to slow down` }, { retryAfter: wait });
  }
  // A gateway that gave up waiting does not know whether the server behind it took the message.
  if (status === 504 || status === 408) return new ChannelError('doubt', { message });
  if (status >= 500) return new ChannelError('later', { message });
  return new ChannelError('never', { message, hint: 'check the address and the credentials of the channel' });
}

/** For a 429 that does not say how long (ms). */
const DEFAULT_WAIT = 60_000;
