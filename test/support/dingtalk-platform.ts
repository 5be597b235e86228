import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from './until.js';

// biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
type Json = any;

export interface DingtalkCall {
  /** `session`, `group`, `person`, `recall`, `token`, `open` or `frame` (from the stream). */
  kind: string;
  body: Json;
}

export const CLIENT_ID = 'dingclient';
export const CLIENT_SECRET = 'this is a secret';
const LONGEST_SESSION_BODY = 20_000;
const LONGEST_PARAMETERS = 15_000;

/**
 * DingTalk on the loopback, as the bot sees it: the stream gateway, session webhooks and the robot's API. It refuses
 * what DingTalk refuses and keeps what it was sent.
 */
export async function startDingtalkPlatform() {
  const calls: DingtalkCall[] = [];
  const sockets: WebSocket[] = [];
  const tickets = new Set<string>();
  const refuse = new Map<string, { status: number; body: object }[]>();
  const tokens = new Set<string>();
  let next = 1;
  let tokenAnswer = { ok: true };

  const web = new Hono();
  const refusal = (kind: string, c: Context) => {
    const refused = refuse.get(kind)?.shift();
    return refused && c.json(refused.body, refused.status as 400);
  };

  web.post('/v1.0/gateway/connections/open', async (c) => {
    const body = await c.req.json();
    const refused = refusal('open', c);
    if (refused) return refused;
    if (c.req.header('accept') !== 'application/json') return c.text('<error/>', 400);
    if (body.clientId !== CLIENT_ID || body.clientSecret !== CLIENT_SECRET) {
      return c.json({ code: 'authFailed', message: '鉴权失败' }, 401);
    }
    const topics = body.subscriptions.map((each: Json) => each.topic);
    if (!topics.includes('/v1.0/im/bot/messages/get')) return c.json({ code: 'noSubscription' }, 400);
    const ticket = `ticket/${next++}+=`;
    tickets.add(ticket);
    return c.json({ endpoint: `${platform.url.replace('http', 'ws')}/connect`, ticket });
  });

  web.post('/session/:id', async (c) => {
    const text = await c.req.text();
    const refused = refusal('session', c);
    if (refused) return refused;
    const body = JSON.parse(text);
    const fault = text.length > LONGEST_SESSION_BODY ? 'message too long' : shapeFault(body);
    if (fault) return c.json({ errcode: 40035, errmsg: fault });
    calls.push({ kind: 'session', body });
    return c.json({ errcode: 0, errmsg: 'ok' });
  });

  web.post('/v1.0/oauth2/accessToken', async (c) => {
    const body = await c.req.json();
    calls.push({ kind: 'token', body });
    if (!tokenAnswer.ok || body.appKey !== CLIENT_ID || body.appSecret !== CLIENT_SECRET) {
      return c.json({ code: 'invalidClientIdOrSecret', message: '无效的clientId或者clientSecret' }, 400);
    }
    const token = `token-${next++}`;
    tokens.add(token);
    return c.json({ accessToken: token, expireIn: 7200 });
  });

  for (const [path, kind] of [
    ['/v1.0/robot/groupMessages/send', 'group'],
    ['/v1.0/robot/oToMessages/batchSend', 'person'],
    ['/v1.0/robot/groupMessages/recall', 'recall'],
    ['/v1.0/robot/otoMessages/batchRecall', 'recall'],
  ] as const) {
    web.post(path, async (c) => {
      const body = await c.req.json();
      if (!tokens.has(c.req.header('x-acs-dingtalk-access-token') ?? '')) {
        return c.json({ code: 'InvalidAuthentication', message: '不合法的access_token' }, 400);
      }
      const refused = refusal(kind, c);
      if (refused) return refused;
      if (body.robotCode !== CLIENT_ID) return c.json({ code: 'invalidParameter.robotCode' }, 400);
      if (kind === 'group' && !body.openConversationId) return c.json({ code: 'miss.openConversationId' }, 400);
      if (kind !== 'recall') {
        if (Buffer.byteLength(body.msgParam) > LONGEST_PARAMETERS) return c.json({ code: 'msgParam.tooLong' }, 400);
        const { title, text } = JSON.parse(body.msgParam);
        if (body.msgKey !== 'sampleMarkdown' || !title || !text)
          return c.json({ code: 'invalidParameter.msgParam' }, 400);
      }
      calls.push({ kind, body });
      return c.json({ processQueryKey: `key-${next++}`, ...(kind === 'person' && { invalidStaffIdList: [] }) });
    });
  }

  const server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const webSockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    if (!tickets.delete(searchParams.get('ticket') ?? '')) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.push(webSocket);
      webSocket.on('message', (data) => calls.push({ kind: 'frame', body: JSON.parse(String(data)) }));
    });
  });
  onTestFinished(() => {
    for (const socket of webSockets.clients) socket.terminate();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });

  const platform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    sockets,
    /** Answers that the next calls of a kind get. */
    refuse,
    /** Makes every token given so far invalid. */
    revokeTokens: () => tokens.clear(),
    refuseTokens() {
      tokenAnswer = { ok: false };
    },
    /** The next call of a kind that was not taken yet. */
    async said(kind: string): Promise<Json> {
      const index = await until(() => {
        const found = calls.findIndex((call) => call.kind === kind);
        return found >= 0 && found + 1;
      });
      return calls.splice(index - 1, 1)[0]?.body;
    },
    /** A message in a group, as DingTalk tells it to a robot. */
    message: (content: string, change: Record<string, unknown> = {}) => ({
      conversationId: 'cidGROUP1/x==',
      conversationType: '2',
      conversationTitle: '社区',
      chatbotCorpId: 'ding1',
      chatbotUserId: '$:LWCP_v1:$bot',
      msgId: `msg${next++}`,
      senderNick: '小明',
      senderId: '$:LWCP_v1:$ming',
      senderStaffId: 'ming',
      isAdmin: false,
      isInAtList: true,
      robotCode: CLIENT_ID,
      createAt: Date.now(),
      msgtype: 'text',
      text: { content: ` ${content}` },
      sessionWebhook: `${platform.url}/session/${next++}`,
      sessionWebhookExpiredTime: Date.now() + 5_400_000,
      ...change,
    }),
    /** A frame of the stream. */
    frame: (type: string, topic: string, data: unknown, messageId = `frame${next++}`) =>
      JSON.stringify({
        specVersion: '1.0',
        type,
        headers: { topic, messageId, contentType: 'application/json', time: String(Date.now()), appId: 'a' },
        data: JSON.stringify(data),
      }),
  };
  return platform;
}

export type DingtalkPlatform = Awaited<ReturnType<typeof startDingtalkPlatform>>;

function shapeFault(body: Json): string | undefined {
  if (body.msgtype === 'markdown') return body.markdown?.title && body.markdown?.text ? undefined : 'miss markdown';
  if (body.msgtype !== 'actionCard') return `msgtype ${body.msgtype} not expected`;
  const { title, text, singleTitle, singleURL, btns } = body.actionCard;
  if (!title || !text) return 'miss title or text';
  if (singleTitle && singleURL) return btns ? 'single and btns' : undefined;
  const complete = Array.isArray(btns) && btns.length > 1 && btns.every((each: Json) => each.title && each.actionURL);
  return complete ? undefined : 'miss btns';
}
