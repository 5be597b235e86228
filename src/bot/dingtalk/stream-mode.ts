import type { World } from '../../world.js';
import { type KeptConnection, keepConnected } from '../socket/keep-connected.js';
import type { DingtalkBotOptions } from './dingtalk-bot-options.js';

/*
 * Stream mode: open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol. DingTalk's own client for Node writes
 * to stdout, tries again each second for ever and shares its subscriptions between clients; the protocol is small.
 */

const ROBOT_MESSAGES = '/v1.0/im/bot/messages/get';
const OPEN_TIMEOUT = 10_000;

interface Frame {
  type: string;
  headers: { topic?: string; messageId?: string };
  /** JSON as text. */
  data: string;
}

/** Takes the robot's messages over a WebSocket that we open, for machines that DingTalk cannot reach. */
export function connectStream(
  { apiUrl, clientId, clientSecret }: DingtalkBotOptions['config'],
  onMessage: (body: unknown) => void,
  world: World,
): KeptConnection {
  const log = world.log.child({ part: 'dingtalk-stream' });
  const open = `${apiUrl.replace(/\/+$/, '')}/v1.0/gateway/connections/open`;
  return keepConnected({
    ...{ now: world.now, random: world.random, log },
    address: async () => {
      const response = await world.fetch(open, {
        method: 'POST',
        // Without `accept` the answer is XML.
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ clientId, clientSecret, ua: 'postrider' },
          subscriptions: [{ type: 'CALLBACK', topic: ROBOT_MESSAGES }],
        }),
        signal: AbortSignal.timeout(OPEN_TIMEOUT),
      });
      const answer = (await response.json()) as { endpoint?: string; ticket?: string; code?: string; message?: string };
      if (!response.ok || !answer.endpoint || !answer.ticket || !/^wss?:/.test(answer.endpoint)) {
        throw new Error(`DingTalk opened no stream: ${answer.code ?? response.status} ${answer.message ?? ''}`.trim());
      }
      // The ticket is good for 90 s and one connection.
      const address = new URL(answer.endpoint);
      address.searchParams.set('ticket', answer.ticket);
      return address.href;
    },
    onText: (text, { send, retire }) => {
      const frame = parseFrame(text);
      if (!frame) return log.warn('DingTalk sent something that is not a frame');
      const { topic, messageId = '' } = frame.headers;
      const reply = (data: string) => send(JSON.stringify(acknowledgement(messageId, data)));
      if (frame.type === 'SYSTEM') {
        if (topic === 'ping') reply(frame.data);
        if (topic === 'disconnect') retire();
        return;
      }
      if (frame.type === 'EVENT') return reply('{"status":"SUCCESS"}');
      if (frame.type !== 'CALLBACK') return;
      // Acknowledged before it is answered: what is not heard of within a minute comes again.
      reply('{"response":null}');
      if (topic === ROBOT_MESSAGES) onMessage(parse(frame.data));
    },
  });
}

function acknowledgement(messageId: string, data: string) {
  return { code: 200, message: 'OK', headers: { messageId, contentType: 'application/json' }, data };
}

function parseFrame(text: string): Frame | undefined {
  const value = parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, headers, data } = value as Partial<Frame>;
  if (typeof type !== 'string' || typeof headers !== 'object' || headers === null) return undefined;
  return { type, headers, data: typeof data === 'string' ? data : '' };
}

/** @returns undefined for what is not JSON; the callers take that for something they do not know */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
