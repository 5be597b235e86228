import { blockFaults, mrkdwnFaults } from './block-kit.js';
import {
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
  startPlatformServer,
} from './platform-server.js';

// biome-ignore lint/suspicious/noExplicitAny: Slack's JSON as it comes
type Json = any;

/** A message as members see it in a channel. */
export interface SlackMessage {
  channel: string;
  ts: string;
  text: string;
  blocks: Json[];
  metadata?: { event_type: string; event_payload: Json };
  /** How often it was changed. */
  edits: number;
}

export interface SlackServer extends PlatformServer {
  /** For `apiUrl`. */
  apiUrl: string;
  /** What stands in the channels, oldest first. */
  messages: SlackMessage[];
  /** Channels by id. Without `member` the app can post (chat:write.public) but not read. */
  channels: Record<string, { archived?: boolean; member?: boolean }>;
  /** Pictures Slack cannot load. */
  brokenImages: Set<string>;
  /** Scopes the token lacks. */
  missingScopes: Set<string>;
  /** An incoming webhook of a channel. */
  webhook(channel: string): string;
}

export const SLACK_TOKEN = 'xoxb-1-stand-in';
const WEBHOOK_PATH = /^\/services\/T1\/B1\/(\w+)$/;
/** docs.slack.dev/reference/methods/chat.postMessage, chat.update */
const LONGEST_TEXT = 40_000;
const LONGEST_UPDATE = 4_000;
const LONGEST_METADATA = 8_000;

/**
 * The part of Slack that announcements meet, as strict as the real one: tokens, channels, limits, metadata. `now` is the
 * clock behind `ts`.
 */
export async function startSlackServer(now: () => number = Date.now): Promise<SlackServer> {
  let seq = 0;
  const methods: Record<string, (args: Json) => Json> = {
    'auth.test': () => ({ ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'B1' }),
    'chat.postMessage': post,
    'chat.update': update,
    'chat.delete': ({ channel, ts }) => {
      const index = slack.messages.findIndex((message) => message.channel === channel && message.ts === ts);
      if (index < 0) return refuse('message_not_found');
      slack.messages.splice(index, 1);
      return { ok: true, channel, ts };
    },
    'conversations.history': history,
  };

  const server = await startPlatformServer((request) => {
    const hook = WEBHOOK_PATH.exec(request.url.pathname);
    return hook ? webhookAnswer(hook[1] as string, request) : { body: apiAnswer(request) };
  });
  const slack: SlackServer = Object.assign(server, {
    apiUrl: `${server.origin}/api/`,
    messages: [],
    channels: { C0123456: { member: true } },
    brokenImages: new Set<string>(),
    missingScopes: new Set<string>(),
    webhook: (channel: string) => `${server.origin}/services/T1/B1/${channel}`,
  });
  return slack;

  function apiAnswer({ method, url, headers, body }: PlatformRequest): Json {
    const call = methods[url.pathname.replace('/api/', '')];
    if (method !== 'POST' || !call) return refuse('unknown_method');
    if (!headers.authorization) return refuse('not_authed');
    if (headers.authorization !== `Bearer ${SLACK_TOKEN}`) return refuse('invalid_auth');
    const args = parseArguments(body, headers['content-type'] ?? '');
    return args ? call(args) : refuse('invalid_form_data');
  }

  function post(args: Json): Json {
    const channel = slack.channels[args.channel];
    if (!channel) return refuse('channel_not_found');
    if (channel.archived) return refuse('is_archived');
    if (slack.missingScopes.has('chat:write')) return { ...refuse('missing_scope'), needed: 'chat:write' };
    const fault = contentFault(args) ?? metadataFault(args.metadata);
    if (fault) return fault;
    const message = keep(args.channel, args);
    return { ok: true, channel: message.channel, ts: message.ts, message: { text: message.text } };
  }

  function update(args: Json): Json {
    const message = slack.messages.find((each) => each.channel === args.channel && each.ts === args.ts);
    if (!message) return refuse('message_not_found');
    if ((args.text ?? '').length > LONGEST_UPDATE) return refuse('msg_too_long');
    const fault = contentFault(args);
    if (fault) return fault;
    // An update without blocks takes them away.
    Object.assign(message, { text: args.text, blocks: args.blocks ?? [], edits: message.edits + 1 });
    if (args.metadata) message.metadata = args.metadata;
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
  }

  function history(args: Json): Json {
    const channel = slack.channels[args.channel];
    if (!channel) return refuse('channel_not_found');
    if (!channel.member) return refuse('not_in_channel');
    if (slack.missingScopes.has('channels:history')) {
      return { ...refuse('missing_scope'), needed: 'channels:history' };
    }
    const limit = Math.min(Number(args.limit ?? 100), 999);
    const start = args.cursor ? Number(Buffer.from(args.cursor, 'base64').toString()) : 0;
    const found = slack.messages
      .filter((message) => message.channel === args.channel)
      .filter(({ ts }) => Number(ts) > Number(args.oldest ?? 0))
      .reverse();
    const page = found.slice(start, start + limit).map(({ ts, text, blocks, metadata }) => ({
      type: 'message',
      ...{ ts, text, blocks, user: 'UBOT', bot_id: 'B1' },
      ...(String(args.include_all_metadata) === 'true' && metadata && { metadata }),
    }));
    const hasMore = start + limit < found.length;
    const next_cursor = hasMore ? Buffer.from(String(start + limit)).toString('base64') : '';
    return { ok: true, messages: page, has_more: hasMore, response_metadata: { next_cursor } };
  }

  function webhookAnswer(channel: string, { method, headers, body }: PlatformRequest): PlatformAnswer {
    const plain = (status: number, word: string) => ({ status, body: word, headers: { 'content-type': 'text/html' } });
    if (method !== 'POST' || !headers['content-type']?.includes('application/json')) {
      return plain(400, 'invalid_payload');
    }
    const place = slack.channels[channel];
    if (!place) return plain(404, 'no_service');
    if (place.archived) return plain(410, 'channel_is_archived');
    const args = JSON.parse(body);
    const fault = contentFault(args);
    if (fault) return plain(400, fault.error);
    keep(channel, args);
    return plain(200, 'ok');
  }

  function contentFault(args: Json): Json {
    if (!args.text && !args.blocks) return refuse('no_text');
    const wrong = mrkdwnFaults(args.text ?? '').concat(args.blocks ? blockFaults(args.blocks) : []);
    if (wrong.some((line) => line.startsWith('msg_blocks_too_long'))) return refuse('msg_blocks_too_long', wrong);
    if ((args.text ?? '').length > LONGEST_TEXT) wrong.push('text would be cut');
    for (const url of imagesOf(args.blocks ?? [])) {
      if (slack.brokenImages.has(url)) wrong.push('downloading image failed [json-pointer:/blocks/1/image_url]');
    }
    return wrong.length > 0 ? refuse('invalid_blocks', wrong) : undefined;
  }

  function keep(channel: string, { text, blocks, metadata }: Json): SlackMessage {
    seq += 1;
    const ts = `${Math.floor(now() / 1000)}.${String(seq).padStart(6, '0')}`;
    const message: SlackMessage = { channel, ts, text, blocks: blocks ?? [], metadata, edits: 0 };
    slack.messages.push(message);
    return message;
  }
}

function refuse(error: string, messages: string[] = []): Json {
  return { ok: false, error, response_metadata: { messages: messages.map((line) => `[ERROR] ${line}`) } };
}

function metadataFault(metadata: Json): Json {
  if (metadata === undefined) return undefined;
  if (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object') {
    return refuse('invalid_metadata_format');
  }
  return JSON.stringify(metadata).length > LONGEST_METADATA ? refuse('metadata_too_large') : undefined;
}

function imagesOf(blocks: Json[]): string[] {
  return blocks.flatMap((block) => [block.image_url, block.accessory?.image_url]).filter(Boolean);
}

/** Slack's Web API takes forms in which structured values are JSON text. */
function parseArguments(body: string, type: string): Json {
  try {
    if (type.includes('json')) return JSON.parse(body);
    const args: Json = Object.fromEntries(new URLSearchParams(body));
    for (const name of ['blocks', 'metadata']) if (args[name]) args[name] = JSON.parse(args[name]);
    return args;
  } catch {
    return undefined;
  }
}
