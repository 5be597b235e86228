import { asciiJson } from './ascii-json.js';
import { createPace } from './pace.js';
import {
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
  startPlatformServer,
} from './platform-server.js';
import { parseTelegramHtml, type TelegramText } from './telegram-html.js';

/*
 * Telegram's Bot API, written from core.telegram.org/bots/api, …/bots/faq (pace) and the server's own source
 * (github.com/tdlib/telegram-bot-api, github.com/tdlib/td: its limits, words and how it finds mentions).
 */

// biome-ignore lint/suspicious/noExplicitAny: Telegram's JSON as it comes
type Json = any;

interface TelegramMessage extends TelegramText {
  id: number;
  preview: Json;
}

export interface TelegramServer extends PlatformServer {
  apiUrl: string;
  /** What stands in the channel, oldest first. */
  messages: TelegramMessage[];
  /** Whom the messages mention. */
  pinged: string[];
  /** The bot's standing in the channel. */
  bot: {
    status: 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';
    can_post_messages?: boolean;
    can_send_messages?: boolean;
  };
  /** What kind of chat it is. */
  chatType: 'channel' | 'supergroup' | 'private';
  /** The group became a supergroup with this id. */
  migratedTo?: number;
}

export const TELEGRAM_TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDstand';
export const TELEGRAM_CHAT = '@postrider_news';
const CHAT = { id: -1001234567890, title: '社区公告', username: 'postrider_news', type: 'channel' };
const BOT = { id: 110201543, is_bot: true, first_name: 'Postrider', username: 'postrider_bot' };
/** UTF-16 units after the markup is read. */
const LONGEST_TEXT = 4096;
/** What is longer is cut before it is read. */
const LONGEST_BYTES = 35_000;
/** Further ones are left out without a word. */
const MOST_ENTITIES = 100;
const PACE = [
  { count: 1, per: 1_000 },
  { count: 20, per: 60_000 },
];

export async function startTelegramServer({ now = Date.now, unlimited = false } = {}): Promise<TelegramServer> {
  const pace = createPace(unlimited ? [] : PACE, now);
  let next = 1;
  const server = await startPlatformServer(answer);
  const telegram: TelegramServer = Object.assign(server, {
    apiUrl: server.origin,
    messages: [],
    pinged: [],
    bot: { status: 'administrator' as const, can_post_messages: true },
    chatType: 'channel' as const,
  });
  const methods: Record<string, (request: Json) => PlatformAnswer> = {
    sendMessage,
    editMessageText,
    deleteMessage,
    getMe: () => ok(BOT),
    getChat: ({ chat_id }) =>
      knows(chat_id) ? ok({ ...CHAT, type: telegram.chatType }) : refuse(400, 'Bad Request: chat not found'),
    getChatMember: ({ chat_id, user_id }) =>
      knows(chat_id) && user_id === BOT.id && telegram.chatType !== 'private'
        ? ok({ user: BOT, ...telegram.bot })
        : refuse(400, 'Bad Request: chat not found'),
  };
  return telegram;

  function answer({ url, body, headers }: PlatformRequest): PlatformAnswer {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    if (!token || !/^\d+:[\w-]+$/.test(token)) return refuse(404, 'Not Found');
    if (token !== TELEGRAM_TOKEN) return refuse(401, 'Unauthorized');
    if (body !== '' && !headers['content-type']?.includes('application/json'))
      return refuse(400, 'Bad Request: no JSON');
    const call = methods[method];
    return call ? call(body === '' ? {} : JSON.parse(body)) : refuse(404, 'Not Found');
  }

  function sendMessage(request: Json): PlatformAnswer {
    const fault = chatFault(request);
    if (fault) return fault;
    const wait = pace.waitFor();
    if (wait !== undefined) {
      const seconds = Math.ceil(wait / 1000);
      return refuse(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    const read = readMessage(request);
    if (typeof read === 'string') return refuse(400, `Bad Request: ${read}`);
    const message = { id: next++, ...read, preview: request.link_preview_options };
    telegram.messages.push(message);
    telegram.pinged.push(...mentions(read.text));
    return ok({ message_id: message.id, date: 0, chat: CHAT, text: read.text, entities: read.entities });
  }

  function editMessageText(request: Json): PlatformAnswer {
    const message = telegram.messages.find(({ id }) => id === request.message_id);
    const fault = chatFault(request);
    if (fault) return fault;
    if (!message) return refuse(400, 'Bad Request: message to edit not found');
    const read = readMessage(request);
    if (typeof read === 'string') return refuse(400, `Bad Request: ${read}`);
    if (JSON.stringify(read) === JSON.stringify({ text: message.text, entities: message.entities })) {
      return refuse(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    }
    Object.assign(message, read, { preview: request.link_preview_options });
    telegram.pinged.push(...mentions(read.text));
    return ok({ message_id: message.id, date: 0, chat: CHAT, text: read.text });
  }

  function deleteMessage(request: Json): PlatformAnswer {
    const index = telegram.messages.findIndex(({ id }) => id === request.message_id);
    const fault = chatFault(request);
    if (fault) return fault;
    if (index < 0) return refuse(400, 'Bad Request: message to delete not found');
    telegram.messages.splice(index, 1);
    return ok(true);
  }

  function chatFault({ chat_id }: Json): PlatformAnswer | undefined {
    if (!knows(chat_id)) return refuse(400, 'Bad Request: chat not found');
    if (telegram.migratedTo !== undefined) {
      const parameters = { migrate_to_chat_id: telegram.migratedTo };
      return refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters);
    }
    if (telegram.bot.status === 'kicked') return refuse(403, 'Forbidden: bot was kicked from the channel chat');
    if (telegram.bot.status === 'left') return refuse(403, 'Forbidden: bot is not a member of the channel chat');
    if (telegram.bot.status !== 'administrator' || !telegram.bot.can_post_messages) {
      return refuse(400, 'Bad Request: need administrator rights in the channel chat');
    }
    return undefined;
  }

  function knows(chat: unknown): boolean {
    return chat === TELEGRAM_CHAT || String(chat) === String(CHAT.id);
  }
}

/** What Telegram would refuse or leave out of a message. */
export function telegramFaults(payload: Json): string[] {
  const read = readMessage(payload);
  if (typeof read === 'string') return [read];
  return mentions(read.text).map((who) => `mentions ${who}`);
}

function readMessage({ text, parse_mode, link_preview_options }: Json): TelegramText | string {
  if (parse_mode !== 'HTML') return 'unsupported parse_mode';
  if (typeof text !== 'string' || /\\ud[89ab]/i.test(JSON.stringify(text))) return 'strings must be encoded in UTF-8';
  if (Buffer.byteLength(text) > LONGEST_BYTES) return "can't parse entities: the text was cut";
  const { is_disabled, url } = link_preview_options ?? {};
  if (!is_disabled && !/^https?:\/\/\S+$/.test(url)) return 'wrong type of the web page content';
  try {
    const read = parseTelegramHtml(text);
    if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(read.text)) return 'message text is empty';
    if (read.text.length > LONGEST_TEXT) return 'message is too long';
    return read.entities.length > MOST_ENTITIES ? 'more entities than are kept' : read;
  } catch (error) {
    return (error as Error).message;
  }
}

/** As td finds them: `@name` of 2 to 32 word characters, not within a word. */
function mentions(text: string): string[] {
  return text.match(/(?<![\p{L}\p{N}_])@[a-zA-Z0-9_]{2,32}(?![\p{L}\p{N}_])/gu) ?? [];
}

function ok(result: unknown): PlatformAnswer {
  return asciiJson({ ok: true, result });
}

function refuse(status: number, description: string, parameters?: object): PlatformAnswer {
  return { status, ...asciiJson({ ok: false, error_code: status, description, ...(parameters && { parameters }) }) };
}
