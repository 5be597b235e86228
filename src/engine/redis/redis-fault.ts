import { EngineError } from '../engine.js';

/** What Redis or the connection to it says, and what it means for us. */
interface Fault {
  says: RegExp;
  what: string;
  hint: string;
  /** It may be over in a moment. */
  passing?: boolean;
  /** Only that something broke, not why. */
  vague?: boolean;
}

const faults: Fault[] = [
  {
    says: /^OOM /,
    what: 'has no memory left for what Postrider wants to store',
    hint: 'raise `maxmemory` or free memory; Postrider goes on by itself',
  },
  {
    says: /^(READONLY|MASTERDOWN|UNBLOCKED) /,
    what: 'is a replica at present and takes no changes',
    hint: 'point engine.url at the primary, or wait for the fail-over; Postrider goes on by itself',
    passing: true,
  },
  {
    says: /^MISCONF /,
    what: 'cannot write its data to disk and therefore takes no changes',
    hint: 'look into its log and at its disk; Postrider goes on by itself',
  },
  { says: /^LOADING /, what: 'is still loading its data', hint: 'wait; Postrider goes on by itself', passing: true },
  { says: /^BUSY /, what: 'is busy with a long script', hint: 'wait; Postrider goes on by itself', passing: true },
  {
    says: /^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password|NOPERM)/,
    what: 'refuses the user or password',
    hint: 'check the user and password in engine.url and what the user may do',
  },
  {
    says: /ECONNREFUSED/,
    what: 'refuses the connection',
    hint: 'start Redis, or check host and port in engine.url',
    passing: true,
  },
  {
    says: /ENOTFOUND|EAI_AGAIN/,
    what: 'cannot be found under its name',
    hint: 'check the host in engine.url',
    passing: true,
  },
  {
    says: /timed out|ETIMEDOUT/i,
    what: 'does not answer',
    hint: 'check that it runs and is not overloaded; Postrider goes on by itself',
  },
  {
    // How ioredis words a connection that broke, or that is not there at the moment.
    says: /ECONNRESET|EPIPE|EHOSTUNREACH|Connection is closed|isn't writeable|max retries per request|Socket closed/,
    what: 'is not reachable',
    hint: 'check that it runs; Postrider connects again by itself',
    passing: true,
    vague: true,
  },
];

/** Turns what ioredis throws into an {@link EngineError}; anything else comes back as it is. `where` has no password in it. */
export function asRedisFault(error: unknown, where: string): unknown {
  if (error instanceof EngineError || !(error instanceof Error)) return error;
  const fault = faultOf(error);
  if (fault) return new EngineError(`Redis at ${where} ${fault.what}`, fault.hint, { cause: error });
  if (error.name !== 'ReplyError') return error;
  return new EngineError(`Redis at ${where} failed: ${error.message}`, 'run `postrider doctor`', { cause: error });
}

/** It may be over in a moment, so that trying again makes sense. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && faultOf(error)?.passing === true;
}

/** It says that the connection broke, and not why. */
export function isVague(error: unknown): boolean {
  return error instanceof Error && faultOf(error)?.vague === true;
}

/** Redis refuses this very command, and not because of a state it is in. */
export function isUnknown(error: EngineError): boolean {
  return error.cause instanceof Error && faultOf(error.cause) === undefined;
}

/** No waiting helps: the settings must be changed. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password|NOPERM)/.test(error.message);
}

function faultOf(error: Error): Fault | undefined {
  // AggregateError (several addresses of one name) has its messages inside; its code tells as well.
  const text = error.message || String((error as Error & { code?: string }).code ?? error);
  return faults.find(({ says }) => says.test(text));
}

/** A Redis URL without user and password, for messages. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'the address in engine.url';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
