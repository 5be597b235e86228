import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

const TOKEN = 'xoxb-archive';
/** As many messages as one answer holds, whatever was asked for: so that paging is really used. */
const PAGE = 2;

export interface ArchivedMessage {
  ts: string;
  user?: string;
  text: string;
  bot_id?: string;
  username?: string;
  thread_ts?: string;
  subtype?: string;
  /** Emoji name → user ids; `shown` cuts the list as Slack does. */
  reactions?: Record<string, string[]>;
  shown?: number;
}

/** A Slack workspace's history on the loopback: pages, threads, reactions, names and permalinks, for one token. */
export async function startSlackArchive(
  channels: Record<string, ArchivedMessage[]>,
  names: Record<string, string> = {},
) {
  const calls: string[] = [];
  /** Answers "slow down" this many times first. */
  const state = { slow: 0, refuse: '' };
  const server = createServer(async (request, response) => {
    const method = (request.url ?? '').replace('/api/', '');
    const asked = new URLSearchParams(await text(request));
    calls.push(`${method} ${asked.get('channel') ?? asked.get('user') ?? ''}`);
    const answer = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return answer({ ok: false, error: 'invalid_auth' });
    if (state.slow > 0) {
      state.slow -= 1;
      return response.writeHead(429, { 'retry-after': '1' }).end();
    }
    if (state.refuse !== '') return answer({ ok: false, error: state.refuse });
    answer(reply(method, asked));
  });

  function reply(method: string, asked: URLSearchParams): object {
    if (method === 'users.info') {
      const name = names[asked.get('user') ?? ''];
      return name ? { ok: true, user: { profile: { display_name: name } } } : { ok: false, error: 'user_not_found' };
    }
    const channel = asked.get('channel') ?? '';
    const messages = channels[channel];
    if (!messages) return { ok: false, error: 'channel_not_found' };
    const at = (ts: string | null) => messages.find((message) => message.ts === ts);
    switch (method) {
      case 'conversations.history': {
        const [oldest, latest] = [
          Number(asked.get('oldest') ?? 0),
          Number(asked.get('latest') ?? Number.MAX_SAFE_INTEGER),
        ];
        const found = messages.filter(
          ({ ts, thread_ts, subtype }) =>
            Number(ts) >= oldest &&
            Number(ts) <= latest &&
            (!thread_ts || thread_ts === ts || subtype === 'thread_broadcast'),
        );
        return page(
          found.sort((a, b) => Number(b.ts) - Number(a.ts)),
          asked,
        );
      }
      case 'conversations.replies': {
        const ts = asked.get('ts') ?? '';
        if (!at(ts)) return { ok: false, error: 'thread_not_found' };
        return page(
          messages.filter((message) => message.ts === ts || message.thread_ts === ts),
          asked,
        );
      }
      case 'reactions.get': {
        const message = at(asked.get('timestamp'));
        return message
          ? { ok: true, message: shown({ ...message, shown: undefined }) }
          : { ok: false, error: 'message_not_found' };
      }
      case 'chat.getPermalink':
        return {
          ok: true,
          permalink: `https://team.slack.com/archives/${channel}/p${asked.get('message_ts')?.replace('.', '')}`,
        };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { token: TOKEN, apiUrl: `http://127.0.0.1:${port}/api/`, channels, calls, state };
}

function page(messages: ArchivedMessage[], asked: URLSearchParams): object {
  const start = Number(asked.get('cursor') ?? 0);
  const next = start + PAGE;
  return {
    ok: true,
    messages: messages.slice(start, next).map(shown),
    response_metadata: { next_cursor: next < messages.length ? String(next) : '' },
  };
}

function shown({ reactions = {}, shown: limit = Number.MAX_SAFE_INTEGER, ...message }: ArchivedMessage): object {
  const list = Object.entries(reactions).map(([name, users]) => ({
    name,
    count: users.length,
    users: users.slice(0, limit),
  }));
  return { type: 'message', ...message, ...(list.length > 0 && { reactions: list }) };
}

/** Slack's timestamp of a moment. */
export function slackTime(moment: string): string {
  return (Date.parse(moment) / 1_000).toFixed(6);
}
