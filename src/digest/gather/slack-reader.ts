import { setTimeout as wait } from 'node:timers/promises';
import { WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { World } from '../../world.js';

/** docs.slack.dev/reference/methods/conversations.history recommends no more than 200 at a time. */
const PAGE = 200;
/** At most 2,000 messages of a channel, or of a thread, are looked at for one edition. */
const MOST_PAGES = 10;
const PATIENCE = 10_000;
/** Tries of one call when Slack asks to slow down, and how long at most each of the waits (ms). */
const TRIES = 4;
const LONGEST_WAIT = 60_000;

/** What is used of a Slack message. */
export interface SlackMessage {
  /** Seconds since the epoch with a fraction; its identity within the channel. */
  ts: string;
  /** The first message of its thread. */
  thread_ts?: string;
  user?: string;
  /** Of messages that apps post. */
  username?: string;
  bot_id?: string;
  subtype?: string;
  text?: string;
  reactions?: { name?: string; users?: string[]; count?: number }[];
}

/** The questions Slack is asked for a digest. Every method rejects when Slack refuses or cannot be reached. */
export interface SlackReader {
  /** Messages of a channel between two moments (ms since the epoch), newest first; replies only when they were sent to the channel as well. */
  history(channel: string, from: number, to: number): Promise<SlackMessage[]>;
  /** A thread, its first message first. */
  thread(channel: string, ts: string): Promise<SlackMessage[]>;
  /** Everybody who put an emoji on a message; the lists in messages are cut when they are long. */
  reactedBy(channel: string, ts: string, emoji: string): Promise<string[]>;
  permalink(channel: string, ts: string): Promise<string | undefined>;
  /** The name a person shows to others. */
  nameOf(user: string): Promise<string | undefined>;
}

export interface SlackReaderOptions {
  token: string;
  apiUrl: string;
  world: Pick<World, 'fetch'>;
}

/** Scopes: channels:history (groups:history for private channels), reactions:read, users:read. */
export function createSlackReader({ token, apiUrl, world }: SlackReaderOptions): SlackReader {
  const client = new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: PATIENCE,
    allowAbsoluteUrls: false,
    fetch: world.fetch,
  });
  const names = new Map<string, Promise<string | undefined>>();

  return {
    history: (channel, from, to) =>
      pages(async (cursor) => {
        const range = { oldest: seconds(from), latest: seconds(to), inclusive: true };
        return client.conversations.history({ channel, limit: PAGE, ...range, ...(cursor && { cursor }) });
      }),
    thread: (channel, ts) =>
      pages(async (cursor) => client.conversations.replies({ channel, ts, limit: PAGE, ...(cursor && { cursor }) })),
    async reactedBy(channel, ts, emoji) {
      const { message } = await patiently(() => client.reactions.get({ channel, timestamp: ts, full: true }));
      return message?.reactions?.find(({ name }) => name === emoji)?.users ?? [];
    },
    async permalink(channel, ts) {
      const { permalink } = await patiently(() => client.chat.getPermalink({ channel, message_ts: ts }));
      return permalink;
    },
    nameOf(user) {
      const known = names.get(user);
      if (known) return known;
      const asked = patiently(() => client.users.info({ user })).then(({ user: found }) => {
        return found?.profile?.display_name || found?.profile?.real_name || found?.name;
      });
      names.set(user, asked);
      return asked;
    },
  };
}

function seconds(at: number): string {
  return (at / 1_000).toFixed(6);
}

interface Page {
  messages?: unknown[];
  response_metadata?: { next_cursor?: string };
}

async function pages(ask: (cursor: string | undefined) => Promise<Page>): Promise<SlackMessage[]> {
  const messages: SlackMessage[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await patiently(() => ask(cursor));
    messages.push(...((answer.messages ?? []) as SlackMessage[]));
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return messages;
}

/** An edition has time: where Slack asks to slow down, it is waited for. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError) || tries >= TRIES) throw error;
      await wait(Math.min(error.retryAfter * 1_000, LONGEST_WAIT));
    }
  }
}
