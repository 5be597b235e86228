import type { App, Receiver } from '@slack/bolt';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { World } from '../../world.js';
import type { Pending } from '../pending.js';
import { slackSignatureFault } from './slack-signature.js';

/** Bolt's own HTTP receiver allows 4 MB; the largest real payload, a view with its state, is far below this. */
const LARGEST_BODY = 1024 * 1024;

/** What Slack sent, parsed. */
type Payload = Record<string, unknown>;

/** Slack's requests, from the one HTTP server into Bolt: `routes` is mounted at /slack/events. */
export function createSlackReceiver(
  signingSecret: string,
  world: Pick<World, 'now' | 'log'>,
  pending: Pending,
): Receiver & { routes: Hono } {
  let app: App;
  const routes = new Hono();

  routes.post('/', bodyLimit({ maxSize: LARGEST_BODY }), async (c) => {
    const body = await c.req.text();
    const type = c.req.header('content-type');
    // Slack probes the certificate with an unsigned form; there is nothing in it to trust or to do.
    if (isSslCheck(body, type)) return c.body(null, 200);
    const headers = {
      signature: c.req.header('x-slack-signature'),
      timestamp: c.req.header('x-slack-request-timestamp'),
    };
    const fault = slackSignatureFault(body, headers, signingSecret, world.now());
    if (fault) {
      world.log.warn({ fault }, 'refused a request to /slack/events');
      return c.text('not signed by Slack', 401);
    }
    const payload = parsePayload(body, type);
    if (!payload) return c.text('neither a form nor JSON', 400);
    if (payload.type === 'url_verification') return c.json({ challenge: payload.challenge });
    const answer = await acknowledged(
      app,
      payload,
      Number(c.req.header('x-slack-retry-num')) || undefined,
      world.log,
      pending,
    );
    if (answer === undefined) return c.body(null, 404);
    if (typeof answer === 'object') return c.json(answer);
    return answer === '' ? c.body(null, 200) : c.text(answer);
  });

  return {
    routes,
    init: (theApp) => {
      app = theApp;
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
}

function isSslCheck(body: string, type: string | undefined): boolean {
  return !isJson(type) && new URLSearchParams(body).get('ssl_check') === '1';
}

function isJson(type: string | undefined): boolean {
  return /^application\/json\b/i.test(type ?? '');
}

/** Events are JSON; commands are a form; interactions are a form with one JSON field `payload`. */
function parsePayload(body: string, type: string | undefined): Payload | undefined {
  try {
    if (isJson(type)) return asObject(JSON.parse(body));
    const form = new URLSearchParams(body);
    const inner = form.get('payload');
    return inner === null ? Object.fromEntries(form) : asObject(JSON.parse(inner));
  } catch {
    // Not JSON: the caller answers 400, and Slack never sends such a thing.
    return undefined;
  }
}

function asObject(value: unknown): Payload | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
}

/**
 * Hands a request to Bolt and waits for its acknowledgement only; the listener works on.
 * @returns the body to answer with, or undefined when nobody took the request
 */
function acknowledged(
  app: App,
  body: Payload,
  retryNum: number | undefined,
  log: World['log'],
  pending: Pending,
): Promise<string | object | undefined> {
  return new Promise((resolve) => {
    const handled = app
      .processEvent({ body, retryNum, ack: async (response) => resolve(response ?? '') })
      .catch((error: unknown) => log.error({ err: error }, 'a request of Slack could not be handled'))
      .finally(() => resolve(undefined));
    pending.add(handled);
  });
}
