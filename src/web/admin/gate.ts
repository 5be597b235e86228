import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { World } from '../../world.js';
import { isLocal } from './is-local.js';
import type { LoginLimit } from './login-limit.js';
import { isSame, SESSION_LIFE, type Session, type Sessions } from './session.js';

const COOKIE = 'postrider_console';

/** What the gate lets in, on the request's context. */
export interface AdminEnv {
  Variables: {
    /** Undefined for a program with the bearer token: no other site can make it ask. */
    session: Session | undefined;
  };
}

export interface GateOptions {
  adminToken: string;
  serverHost: string;
  /** Our public address (`feeds.url`). */
  baseUrl: string;
  sessions: Sessions;
  limit: LoginLimit;
  now: World['now'];
  log: World['log'];
  /** What somebody sees who is not let in. */
  refuse(c: Context, why: Refusal): Response | Promise<Response>;
}

export type Refusal =
  /** No admin token is set, and the request is not from this machine. */
  | { type: 'off' }
  | { type: 'login' }
  | { type: 'wrong-token' }
  /** `seconds` until the next try. */
  | { type: 'too-many'; seconds: number }
  /** A form of another site, or of a page that was too old. */
  | { type: 'foreign-form' };

/** Lets in: who has the admin token (in the Authorization header, or once in the login form), or, without one, who is on this machine. */
export function gate(options: GateOptions): MiddlewareHandler<AdminEnv> {
  const { adminToken, sessions, now, refuse } = options;
  return async (c, next) => {
    if (adminToken === '') {
      if (!mayGoWithout(c, options)) return refuse(c, { type: 'off' });
      const session = readSession(c, options) ?? openSession(c, sessions, now());
      c.set('session', session);
      return next();
    }
    const bearer = /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (bearer !== undefined) {
      const refusal = tryToken(c, bearer.trim(), options);
      if (refusal) return refuse(c, refusal);
      c.set('session', undefined);
      return next();
    }
    const session = readSession(c, options);
    if (!session) return refuse(c, { type: 'login' });
    c.set('session', session);
    return next();
  };
}

/** Compares a token that somebody gives. @returns undefined when it is the right one */
export function tryToken(c: Context, token: string, { adminToken, limit, log }: GateOptions): Refusal | undefined {
  const client = getConnInfo(c).remote.address ?? 'unknown';
  const wait = limit.wait(client);
  if (wait > 0) return { type: 'too-many', seconds: Math.ceil(wait / 1000) };
  if (isSame(token, adminToken)) return undefined;
  limit.failed(client);
  log.warn({ client }, 'somebody gave a wrong admin token');
  return { type: 'wrong-token' };
}

function mayGoWithout(c: Context, { serverHost }: GateOptions): boolean {
  return isLocal({ serverHost, address: getConnInfo(c).remote.address, header: (name) => c.req.header(name) });
}

function readSession(c: Context, { sessions, now }: GateOptions): Session | undefined {
  return sessions.read(getCookie(c, COOKIE), now());
}

/** Begins a session: from now on the browser carries its cookie. */
export function openSession(c: Context, sessions: Sessions, now: number): Session {
  const session = sessions.open(now);
  sendCookie(c, session.cookie, SESSION_LIFE / 1000);
  return session;
}

/** The browser forgets the session. */
export function closeSession(c: Context): void {
  sendCookie(c, '', 0);
}

function sendCookie(c: Context, value: string, maxAge: number): void {
  // TLS usually ends at a proxy; the browser says in Origin what it sees.
  const https = c.req.header('x-forwarded-proto') === 'https' || /^https:/.test(c.req.header('origin') ?? c.req.url);
  setCookie(c, COOKIE, value, { path: '/', httpOnly: true, sameSite: 'Strict', secure: https, maxAge });
}

/**
 * Refuses forms of other sites: by what the browser says of where they come from, and by the token that every form of
 * ours carries. A program with the bearer token is no browser that somebody else could lead.
 */
export function ownForms(options: GateOptions): MiddlewareHandler<AdminEnv> {
  return async (c, next) => {
    const session = c.get('session');
    if (['GET', 'HEAD'].includes(c.req.method) || session === undefined) return next();
    const { form } = await c.req.parseBody();
    const ours = isFromHere(c, options) && typeof form === 'string' && isSame(form, session.formToken);
    return ours ? next() : options.refuse(c, { type: 'foreign-form' });
  };
}

/** Whether a page of ours sent the form. Sec-Fetch-Site is the plainer word; over plain HTTP browsers only give Origin. */
export function isFromHere(c: Context, { baseUrl }: Pick<GateOptions, 'baseUrl'>): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin') ?? '';
  if (!URL.canParse(origin)) return false;
  return origin === new URL(baseUrl).origin || new URL(origin).host === c.req.header('host');
}
