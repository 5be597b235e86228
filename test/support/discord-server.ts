import { asciiJson } from './ascii-json.js';
import { createPace } from './pace.js';
import {
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
  startPlatformServer,
} from './platform-server.js';

/*
 * Discord's webhooks, written from docs.discord.com/developers: resources/webhook, resources/message (embed limits),
 * reference (message formatting), topics/rate-limits, topics/opcodes-and-status-codes.
 */

// biome-ignore lint/suspicious/noExplicitAny: Discord's JSON as it comes
type Json = any;

interface DiscordMessage {
  id: string;
  channel_id: string;
  thread?: string;
  payload: Json;
}

export interface DiscordServer extends PlatformServer {
  webhook: string;
  /** What stands in the channel, oldest first. */
  messages: DiscordMessage[];
  /** Whom the messages notified. */
  pinged: string[];
}

export const DISCORD_TOKEN = 'stand-in-webhook-token-0123456789';
const WEBHOOK = { id: '223704706495545344', channel_id: '199737254929760256', guild_id: '199737254929760257' };
const PATH = `/api/webhooks/${WEBHOOK.id}/${DISCORD_TOKEN}`;
const PACE = [
  { count: 5, per: 2_000 },
  { count: 30, per: 60_000 },
];
const LONGEST = { content: 2000, title: 256, description: 4096, footer: 2048, author: 256, url: 2048 };
const MOST_EMBEDS = 10;
const LONGEST_EMBEDS = 6000;

export async function startDiscordServer({ now = Date.now, unlimited = false } = {}): Promise<DiscordServer> {
  const pace = createPace(unlimited ? [] : PACE, now);
  let next = 1_100_000_000_000_000_000n;
  const server = await startPlatformServer(answer);
  const discord: DiscordServer = Object.assign(server, {
    webhook: server.origin + PATH,
    messages: [],
    pinged: [],
  });
  return discord;

  function answer(request: PlatformRequest): PlatformAnswer {
    const { method, url } = request;
    const [, , , id, token] = url.pathname.split('/');
    if (id !== WEBHOOK.id) return refuse(404, 10015, 'Unknown Webhook');
    if (token !== DISCORD_TOKEN) return refuse(401, 50027, 'Invalid Webhook Token');
    const wait = pace.waitFor();
    if (wait !== undefined) return tooFast(wait);
    if (url.pathname === PATH && method === 'GET') {
      return asciiJson({ ...WEBHOOK, type: 1, name: '社区公告', avatar: null, application_id: null, token });
    }
    if (url.pathname === PATH && method === 'POST') return execute(request);
    return change(request);
  }

  function execute({ url, body, headers }: PlatformRequest): PlatformAnswer {
    const payload = parse(body, headers['content-type']);
    const faults = discordFaults(payload);
    if (faults.length > 0) return invalid(faults);
    notify(payload);
    const message = {
      id: String(next++),
      channel_id: WEBHOOK.channel_id,
      thread: url.searchParams.get('thread_id') ?? undefined,
      payload,
    };
    discord.messages.push(message);
    if (url.searchParams.get('wait') !== 'true') return { status: 204, body: '' };
    return asciiJson({ ...payload, id: message.id, channel_id: message.channel_id, webhook_id: WEBHOOK.id, type: 0 });
  }

  function change({ method, url, body, headers }: PlatformRequest): PlatformAnswer {
    const id = url.pathname.slice(`${PATH}/messages/`.length);
    const thread = url.searchParams.get('thread_id') ?? undefined;
    const message = discord.messages.find((each) => each.id === id && each.thread === thread);
    if (!url.pathname.startsWith(`${PATH}/messages/`) || !message) return refuse(404, 10008, 'Unknown Message');
    if (method === 'DELETE') {
      discord.messages.splice(discord.messages.indexOf(message), 1);
      return { status: 204, body: '' };
    }
    if (method !== 'PATCH') return refuse(405, 0, '405: Method Not Allowed');
    const payload = parse(body, headers['content-type']);
    const faults = discordFaults(payload);
    if (faults.length > 0) return invalid(faults);
    notify(payload);
    message.payload = payload;
    return asciiJson({ ...payload, id, channel_id: message.channel_id });
  }

  /** Embeds notify nobody; `content` notifies whom `allowed_mentions` lets it, and everybody when that is left out. */
  function notify({ content = '', allowed_mentions }: Json): void {
    if (allowed_mentions?.parse?.length === 0) return;
    discord.pinged.push(...(content.match(/@everyone|@here|<@[!&]?\d+>/g) ?? []));
  }

  function tooFast(wait: number): PlatformAnswer {
    const seconds = wait / 1000;
    const { body } = asciiJson({ message: 'You are being rate limited.', retry_after: seconds, global: false });
    const headers = {
      'content-type': 'application/json',
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': String(seconds),
      'x-ratelimit-scope': 'user',
    };
    return { status: 429, headers, body };
  }
}

/** What Discord would refuse, or draw as something other than text. */
export function discordFaults(payload: Json): string[] {
  if (payload === undefined) return ['no JSON'];
  const faults: string[] = [];
  const check = (ok: boolean, what: string) => {
    if (!ok) faults.push(what);
  };
  const text = (value: Json, longest: number, what: string) =>
    check(
      value === undefined || (typeof value === 'string' && value.length <= longest),
      `${what}: BASE_TYPE_MAX_LENGTH`,
    );
  const address = (value: Json, what: string) =>
    check(
      value === undefined || (/^https?:\/\/[^\s<>]+$/.test(value) && value.length <= LONGEST.url),
      `${what}: URL_TYPE_INVALID_URL`,
    );
  const { content, embeds = [] }: Json = payload;
  check(!/\\ud[89ab]/i.test(JSON.stringify(payload)), 'not UTF-8');
  check(Boolean(content?.trim()) || embeds.length > 0, 'Cannot send an empty message');
  text(content, LONGEST.content, 'content');
  check(embeds.length <= MOST_EMBEDS, 'embeds: BASE_TYPE_MAX_LENGTH');
  let sum = 0;
  for (const { title, description, footer, author, url, image, thumbnail } of embeds) {
    text(title, LONGEST.title, 'title');
    text(description, LONGEST.description, 'description');
    text(footer?.text, LONGEST.footer, 'footer');
    text(author?.name, LONGEST.author, 'author');
    check(footer === undefined || footer.text?.trim() !== '', 'footer.text: BASE_TYPE_REQUIRED');
    check(author === undefined || author.name?.trim() !== '', 'author.name: BASE_TYPE_REQUIRED');
    address(url, 'url');
    address(author?.url, 'author.url');
    address(image?.url, 'image.url');
    address(thumbnail?.url, 'thumbnail.url');
    check(Boolean(title?.trim() || description?.trim() || image), 'an embed is empty');
    sum += [title, description, footer?.text, author?.name].join('').length;
    faults.push(...strayMarkdown(title ?? ''), ...strayMarkdown(description ?? ''));
  }
  check(sum <= LONGEST_EMBEDS, 'embeds: MAX_EMBED_SIZE_EXCEEDED');
  return faults;
}

/** Live markup besides bold, masked links, quotes and lists: none of an author's text may become any. */
function strayMarkdown(text: string): string[] {
  const unescaped = text
    .replace(/\\[^0-9A-Za-z\s]/g, '·')
    .replace(/\[[^[\]\n]+\]\(https?:\/\/[^\s()<>]+\)/g, '')
    .replace(/\*\*/g, '')
    .replace(/^(?:>|-) /gm, '');
  const found: [RegExp, string][] = [
    [/<(?:@|#|:|a:|t:|id:|\/)/, 'a mention, emoji or time'],
    [/[[\]]/, 'a broken link'],
    [/[*~`|<>]/, 'a stray mark'],
    [/(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/u, 'an underscore at the edge of a word'],
    [/^\s*(?:#{1,3}|-#|[-*+]|\d+\.)\s/m, 'a heading or list'],
    [/@(?:everyone|here)\b/, '@everyone'],
  ];
  return found.filter(([pattern]) => pattern.test(unescaped)).map(([, what]) => what);
}

function parse(body: string, type = ''): Json {
  return type.includes('application/json') ? JSON.parse(body) : undefined;
}

function invalid(faults: string[]): PlatformAnswer {
  const errors = { embeds: { 0: { _errors: faults.map((message) => ({ code: 'INVALID', message })) } } };
  return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors } };
}

function refuse(status: number, code: number, message: string): PlatformAnswer {
  return { status, body: { message, code } };
}
