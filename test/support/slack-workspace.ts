import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { blockFaults, viewFaults } from './block-kit.js';
import { until } from './until.js';

/** What the bot said: a Web API call or a post to a response URL. */
export interface SlackCall {
  /** `chat.postMessage`, …, or `respond`. */
  method: string;
  // biome-ignore lint/suspicious/noExplicitAny: Slack's JSON as it comes
  body: any;
}

export const BOT_TOKEN = 'xoxb-test';
export const APP_TOKEN = 'xapp-test';
export const SIGNING_SECRET = 'a-signing-secret';

/**
 * A Slack workspace on the loopback, seen from the bot: it signs what it sends, refuses what Slack refuses (wrong token,
 * blocks over the limits, unknown or used triggers, a sixth post to a response URL), and keeps what the bot says.
 */
export async function startSlackWorkspace() {
  const calls: SlackCall[] = [];
  const triggers = new Set<string>();
  const responsePosts = new Map<string, number>();
  const sockets: WebSocket[] = [];
  const refuse = new Map<string, string[]>();
  const users = new Map<string, object>();
  let next = 1;

  const web = new Hono();
  web.post('/api/:method', async (c) => {
    const method = c.req.param('method');
    const token = (c.req.header('authorization') ?? '').replace('Bearer ', '');
    const body = parse(await c.req.text(), c.req.header('content-type') ?? '');
    if (method === 'apps.connections.open') {
      if (token !== APP_TOKEN) return c.json({ ok: false, error: 'invalid_auth' });
      const [error] = refuse.get(method) ?? [];
      if (error) return c.json({ ok: false, error: refuse.get(method)?.shift() });
      const ticket = next++;
      return c.json({ ok: true, url: `${workspace.url.replace('http', 'ws')}/link?ticket=${ticket}` });
    }
    if (token !== BOT_TOKEN) return c.json({ ok: false, error: 'invalid_auth' });
    const error = refuse.get(method)?.shift() ?? fault(method, body);
    if (error) return c.json({ ok: false, error, response_metadata: { messages: [`[ERROR] ${error}`] } });
    calls.push({ method, body });
    if (method === 'users.info') return c.json({ ok: true, user: { id: body.user, ...users.get(String(body.user)) } });
    return c.json({ ok: true, ts: `${next++}.0001`, channel: body.channel, view: { id: `V${next++}` } });
  });
  web.post('/response/:id', async (c) => {
    const id = c.req.param('id');
    const posts = (responsePosts.get(id) ?? 0) + 1;
    responsePosts.set(id, posts);
    if (posts > 5) return c.json({ ok: false, error: 'too_many_posts' }, 404);
    const body = await c.req.json();
    const faults = blockFaults(body.blocks ?? []);
    if (faults.length > 0) return c.json({ ok: false, error: `invalid_blocks: ${faults}` }, 400);
    if (!body.delete_original && !body.text) return c.json({ ok: false, error: 'no_text' }, 400);
    calls.push({ method: 'respond', body });
    return c.text('ok');
  });

  function fault(method: string, body: SlackCall['body']): string | undefined {
    if (method.startsWith('chat.') && body.blocks) {
      const faults = blockFaults(body.blocks);
      if (faults.length > 0) return `invalid_blocks ${faults}`;
    }
    if (method === 'chat.postMessage' && !body.text) return 'no_text';
    if (method === 'chat.postEphemeral' && !(body.text && body.user)) return 'no_text';
    if (method === 'views.open') {
      if (!triggers.delete(body.trigger_id)) return 'expired_trigger_id';
      if (body.view.type !== 'modal') return 'invalid_arguments';
    }
    if (method.startsWith('views.')) {
      const faults = viewFaults(body.view);
      if (faults.length > 0) return `invalid_arguments ${faults}`;
    }
    return undefined;
  }

  const server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const webSockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) =>
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.push(webSocket);
      webSocket.on('message', (data) => calls.push({ method: 'socket', body: JSON.parse(String(data)) }));
      webSocket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    }),
  );
  onTestFinished(() => {
    for (const socket of webSockets.clients) socket.terminate();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });

  const workspace = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls,
    /** Open Socket Mode connections, in the order they came. */
    sockets,
    /** Errors that the next calls of a method get. */
    refuse,
    /** What `users.info` says. */
    users,
    responseUrl: () => `${workspace.url}/response/${next++}`,
    trigger() {
      const id = `trigger-${next++}`;
      triggers.add(id);
      return id;
    },
    /** The next call of a method that was not taken yet. */
    async said(method: string): Promise<SlackCall['body']> {
      const index = await until(() => {
        const found = calls.findIndex((call) => call.method === method);
        return found >= 0 && found + 1;
      }, 20_000);
      return calls.splice(index - 1, 1)[0]?.body;
    },
    command: (text: string, change: Record<string, string> = {}) => ({
      command: '/posts',
      text,
      user_id: 'U1',
      user_name: 'ada',
      channel_id: 'C1',
      channel_name: 'general',
      team_id: 'T1',
      team_domain: 'test',
      response_url: workspace.responseUrl(),
      trigger_id: workspace.trigger(),
      api_app_id: 'A1',
      ...change,
    }),
    event: (event: Record<string, unknown>, id = `Ev${next++}`) => ({
      token: 'old',
      team_id: 'T1',
      api_app_id: 'A1',
      type: 'event_callback',
      event_id: id,
      event_time: 1_700_000_000,
      authorizations: [{ team_id: 'T1', user_id: 'UBOT', is_bot: true }],
      event: { event_ts: `${next++}.0`, ts: `${next++}.0`, ...event },
    }),
    /** A press of a button, in a message or (`container.type` view) in a view. */
    press: (button: Record<string, unknown>, change: Record<string, unknown> = {}) => ({
      type: 'block_actions',
      team: { id: 'T1', domain: 'test' },
      user: { id: 'U1', username: 'ada', name: 'ada', team_id: 'T1' },
      api_app_id: 'A1',
      token: 'old',
      channel: { id: 'C1', name: 'general' },
      container: { type: 'message', message_ts: '1.0', channel_id: 'C1', is_ephemeral: true },
      trigger_id: workspace.trigger(),
      response_url: workspace.responseUrl(),
      actions: [{ block_id: 'b1', action_ts: '1.0', ...button }],
      ...change,
    }),
  };
  return workspace;
}

export type SlackWorkspace = Awaited<ReturnType<typeof startSlackWorkspace>>;

/** Slack's Web API takes forms in which structured values are JSON text. */
function parse(text: string, type: string): SlackCall['body'] {
  if (type.includes('json')) return JSON.parse(text);
  return Object.fromEntries(
    [...new URLSearchParams(text)].map(([key, value]) => [key, /^[[{]/.test(value) ? JSON.parse(value) : value]),
  );
}

/** Headers of a signed request; `ageSeconds` makes it old (or, negative, from the future). */
export function signSlack(body: string, { secret = SIGNING_SECRET, ageSeconds = 0 } = {}): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}

/** Sends a request as Slack does: commands as a form, interactions as a form with `payload`, events as JSON. */
export function postAsSlack(
  url: string,
  payload: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const isEvent = payload.type === 'event_callback' || payload.type === 'url_verification';
  const body = isEvent
    ? JSON.stringify(payload)
    : 'command' in payload
      ? new URLSearchParams(payload as Record<string, string>).toString()
      : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const type = isEvent ? 'application/json' : 'application/x-www-form-urlencoded';
  return fetch(url, { method: 'POST', body, headers: { 'content-type': type, ...signSlack(body), ...headers } });
}
