import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long somebody stays logged in, in ms. */
export const SESSION_LIFE = 12 * 3_600_000;

/** A browser that may use the console. */
export interface Session {
  /** The cookie's value. */
  cookie: string;
  /** What every form of the console carries; another site cannot know it. */
  formToken: string;
}

/**
 * Sessions without a store: a cookie says until when it is good and is signed with a key that follows from the admin
 * token. So every process knows the sessions of all others, and a new token ends all of them.
 */
export interface Sessions {
  open(now: number): Session;
  /** @returns undefined when the cookie is not ours, or no longer good. */
  read(cookie: string | undefined, now: number): Session | undefined;
}

/** @param token the admin token; '': sessions hold as long as this process */
export function createSessions(token: string): Sessions {
  const key = createHmac('sha256', token === '' ? randomBytes(32) : token)
    .update('postrider console')
    .digest();
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  const session = (claim: string): Session => ({
    cookie: `${claim}.${sign(`session ${claim}`)}`,
    formToken: sign(`form ${claim}`),
  });
  return {
    open: (now) => session(`${now + SESSION_LIFE}.${randomBytes(16).toString('base64url')}`),
    read: (cookie = '', now) => {
      const claim = cookie.slice(0, Math.max(0, cookie.lastIndexOf('.')));
      const known = session(claim);
      if (!isSame(cookie, known.cookie)) return undefined;
      return Number(claim.slice(0, claim.indexOf('.'))) > now ? known : undefined;
    },
  };
}

/** Compares secrets in a time that tells nothing about where they differ, or how long they are. */
export function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', COMPARISON_KEY).update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

const COMPARISON_KEY = randomBytes(32);
