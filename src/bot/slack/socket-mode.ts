import type { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { World } from '../../world.js';
import type { Pending } from '../pending.js';
import { type KeptConnection, keepConnected } from '../socket/keep-connected.js';

/*
 * Socket Mode: docs.slack.dev/apis/events-api/using-socket-mode. Bolt's own client for it (@slack/socket-mode 3.1) leaves
 * a gap of five seconds at each reconnect, ends the process with an unhandled rejection when Slack cannot be reached
 * then, and is slow to stop; the protocol is small.
 */

/** What Slack sends: an envelope around what it would otherwise post to us. */
interface Envelope {
  type: 'hello' | 'disconnect' | 'events_api' | 'slash_commands' | 'interactive';
  envelope_id?: string;
  payload?: Record<string, unknown>;
  retry_attempt?: number;
  retry_reason?: string;
}

/** Takes Slack's requests over a WebSocket that we open, for machines that Slack cannot reach. */
export function connectSocketMode(
  app: App,
  appToken: string,
  clientOptions: WebClientOptions,
  world: World,
  pending: Pending,
): KeptConnection {
  const log = world.log.child({ part: 'slack-socket' });
  const client = new WebClient(appToken, clientOptions);
  return keepConnected({
    ...{ now: world.now, random: world.random, log },
    address: async () => {
      const { url } = await client.apps.connections.open({});
      if (!url || !/^wss?:/.test(url)) throw new Error('Slack gave no address to connect to');
      return url;
    },
    onText: (text, { send, retire }) => {
      const envelope = parseEnvelope(text);
      if (!envelope) return log.warn('Slack sent something that is not an envelope');
      if (envelope.type === 'disconnect') return retire();
      const { envelope_id, payload } = envelope;
      if (envelope_id === undefined || payload === undefined) return;
      const ack = async (answer?: unknown) => send(JSON.stringify({ envelope_id, ...payloadOf(answer) }));
      const handled = app
        .processEvent({ body: payload, ack, retryNum: envelope.retry_attempt, retryReason: envelope.retry_reason })
        .catch((error: unknown) => log.error({ err: error }, 'a request of Slack could not be handled'));
      pending.add(handled);
    },
  });
}

function parseEnvelope(text: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Envelope) : undefined;
  } catch {
    // Not JSON: the caller says so in the log.
    return undefined;
  }
}

function payloadOf(answer: unknown): { payload?: object } {
  if (typeof answer === 'string' && answer !== '') return { payload: { text: answer } };
  return typeof answer === 'object' && answer !== null ? { payload: answer } : {};
}
