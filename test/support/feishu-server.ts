import { createHmac } from 'node:crypto';
import { createPace } from './pace.js';
import { type PlatformRequest, type PlatformServer, startPlatformServer } from './platform-server.js';

/*
 * A custom robot in a Feishu group, written from open.feishu.cn/document/client-docs/bot-v3/add-custom-bot and the pages of
 * the cards' JSON 1.0 (…/feishu-cards/card-json-structure and its components).
 */

// biome-ignore lint/suspicious/noExplicitAny: Feishu's JSON as it comes
type Json = any;

export interface FeishuServer extends PlatformServer {
  webhook: string;
  /** What stands in the group, oldest first. */
  messages: Json[];
  /** Whom the messages mentioned. */
  pinged: string[];
  /** One of these must be in each message; empty: no such setting. */
  keywords: string[];
}

export const FEISHU_SECRET = 'feishu-stand-in-secret';
export const FEISHU_TOKEN = 'a1b2c3d4-stand-in-hook';
/** "20 KB" for the whole body. */
const LONGEST_BODY = 20_000;
const HOUR = 3600;
const PACE = [
  { count: 100, per: 60_000 },
  { count: 5, per: 1_000 },
];
const LONGEST_BUTTON = 100;
const MOST_HEADER_TAGS = 3;

export interface FeishuServerOptions {
  now?: () => number;
  /** '': the robot is not protected by a signature. */
  secret?: string;
  unlimited?: boolean;
}

export async function startFeishuServer(options: FeishuServerOptions = {}): Promise<FeishuServer> {
  const { now = Date.now, secret = FEISHU_SECRET, unlimited = false } = options;
  const pace = createPace(unlimited ? [] : PACE, now);
  const server = await startPlatformServer((request) => ({ body: answer(request) }));
  const feishu: FeishuServer = Object.assign(server, {
    webhook: `${server.origin}/open-apis/bot/v2/hook/${FEISHU_TOKEN}`,
    messages: [],
    pinged: [],
    keywords: [],
  });
  return feishu;

  function answer({ method, url, headers, body }: PlatformRequest): Json {
    if (method !== 'POST' || !headers['content-type']?.includes('application/json')) return refuse(9499, 'Bad Request');
    if (url.pathname !== `/open-apis/bot/v2/hook/${FEISHU_TOKEN}`) {
      return refuse(19001, 'param invalid: incoming webhook access token invalid');
    }
    if (Buffer.byteLength(body) > LONGEST_BODY) return refuse(9499, 'Bad Request');
    const payload = JSON.parse(body);
    if (secret && !isSigned(payload)) {
      return refuse(19021, 'sign match fail or timestamp is not within one hour from current time');
    }
    const said = texts(payload);
    if (feishu.keywords.length > 0 && !feishu.keywords.some((word) => said.includes(word))) {
      return refuse(19024, 'Key Words Not Found');
    }
    const [fault] = feishuFaults(payload);
    if (fault) return refuse(11246, `create card content failed: ${fault}`);
    if (pace.waitFor() !== undefined) return refuse(11232, 'frequency limited psm[lark.oapi.app_platform_runtime]');
    feishu.pinged.push(...mentions(payload));
    feishu.messages.push(payload);
    return { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' };
  }

  function isSigned({ timestamp, sign }: Json): boolean {
    const inTime = typeof timestamp === 'string' && Math.abs(now() / 1000 - Number(timestamp)) <= HOUR;
    return inTime && sign === createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  }
}

/** What Feishu would refuse of a card or show raw. */
export function feishuFaults(payload: Json): string[] {
  const faults: string[] = [];
  const check = (ok: boolean, what: string) => {
    if (!ok) faults.push(what);
  };
  const plain = (text: Json, what: string, longest = Number.POSITIVE_INFINITY) => {
    check(
      text?.tag === 'plain_text' && typeof text.content === 'string' && text.content.trim() !== '',
      `${what} is empty`,
    );
    check((text?.content?.length ?? 0) <= longest, `${what} is too long`);
  };
  const address = (url: Json, what: string) => check(/^https?:\/\/[^\s]+$/.test(url), `${what} is no address`);
  const { msg_type, card } = payload;
  check(!/\\ud[89ab]/i.test(JSON.stringify(payload)), 'not UTF-8');
  check(Buffer.byteLength(JSON.stringify(payload)) <= LONGEST_BODY, 'too long');
  if (msg_type !== 'interactive' || !card) return [...faults, 'msg_type'];
  plain(card.header?.title, 'header');
  const tags: Json[] = card.header?.text_tag_list ?? [];
  check(tags.length <= MOST_HEADER_TAGS, 'too many tags in the header');
  for (const tag of tags) plain(tag.text, 'a tag');
  if (card.header?.subtitle) plain(card.header.subtitle, 'subtitle');
  if (card.card_link) address(card.card_link.url, 'card_link');
  for (const element of card.elements ?? []) {
    switch (element.tag) {
      case 'hr':
        break;
      case 'div':
        plain(element.text, 'a div');
        break;
      case 'markdown':
        check(element.content?.trim() !== '', 'markdown is empty');
        faults.push(...strayMarkdown(element.content));
        break;
      case 'note':
        check(element.elements?.length > 0, 'a note is empty');
        for (const each of element.elements ?? []) plain(each, 'a note');
        break;
      case 'action':
        check(element.actions?.length > 0, 'no actions');
        for (const action of element.actions ?? []) {
          check(action.tag === 'button', 'an unknown action');
          plain(action.text, 'a button', LONGEST_BUTTON);
          address(action.url, 'a button');
        }
        break;
      default:
        faults.push(`unknown element ${element.tag}`);
    }
  }
  return faults;
}

/** JSON 1.0 draws bold, italics, strike-through, links, lists, code and colours; all other signs must be escaped as entities. */
function strayMarkdown(content: string): string[] {
  const text = content
    .replace(/<font color='[a-z]+'>([^<]*)<\/font>/g, '$1')
    .replace(/\[[^[\]\n]*[^[\]\s][^[\]\n]*\]\(https?:\/\/[^\s()<>]+\)/g, '')
    .replace(/^\*\*[^*\n]+\*\*/gm, '')
    .replace(/^- /gm, '');
  const found: [RegExp, string][] = [
    [/[<>]/, 'a tag or mention'],
    [/[[\]]/, 'a broken link'],
    [/[*~`]/, 'a stray mark'],
    [/&(?!#\d+;)/, '& is not escaped'],
  ];
  return found.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
}

function mentions(payload: Json): string[] {
  const markdown = (payload.card?.elements ?? []).map((element: Json) => element.content ?? '').join('\n');
  return [...markdown.matchAll(/<(?:at|person)\b[^>]*>/g)].map(([tag]) => tag ?? '');
}

/** The values keywords are looked for in: texts, not addresses. */
function texts(value: Json): string {
  if (Array.isArray(value)) return value.map(texts).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, each]) => (/^(?:content|text|title)$/.test(key) && typeof each === 'string' ? each : texts(each)))
    .join('\n');
}

function refuse(code: number, msg: string): Json {
  return { code, msg, data: {} };
}
