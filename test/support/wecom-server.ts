import { createPace } from './pace.js';
import { type PlatformRequest, type PlatformServer, startPlatformServer } from './platform-server.js';

/*
 * A group robot of WeCom, written from developer.work.weixin.qq.com/document/path/99110 (message push) and …/90313
 * (error codes). Where WeCom would cut a text or show markup raw, this one refuses.
 */

// biome-ignore lint/suspicious/noExplicitAny: WeCom's JSON as it comes
type Json = any;

export interface WecomServer extends PlatformServer {
  webhook: string;
  /** What stands in the group, oldest first. */
  messages: Json[];
  /** Whom the messages mentioned. */
  pinged: string[];
  /** Whether the robot was taken out of the group. */
  removed: boolean;
}

export const WECOM_KEY = '693a91f6-7a0c-4bc4-97a0-0ec2stand-in';
const LONGEST_MARKDOWN = 4096;
const LONGEST_TITLE = 128;
const LONGEST_DESCRIPTION = 512;
const MOST_ARTICLES = 8;
const PACE = [{ count: 20, per: 60_000 }];

export async function startWecomServer({ now = Date.now, unlimited = false } = {}): Promise<WecomServer> {
  const pace = createPace(unlimited ? [] : PACE, now);
  const server = await startPlatformServer((request) => ({ body: answer(request) }));
  const wecom: WecomServer = Object.assign(server, {
    webhook: `${server.origin}/cgi-bin/webhook/send?key=${WECOM_KEY}`,
    messages: [],
    pinged: [],
    removed: false,
  });
  return wecom;

  function answer({ method, url, body }: PlatformRequest): Json {
    if (method !== 'POST' || url.pathname !== '/cgi-bin/webhook/send') return refuse(404, 'no such interface');
    if (wecom.removed || url.searchParams.get('key') !== WECOM_KEY) return refuse(93000, 'invalid webhook url');
    const payload = JSON.parse(body);
    const [fault] = wecomFaults(payload);
    if (fault) return refuse(40058, fault);
    if (pace.waitFor() !== undefined) return refuse(45009, 'api freq out of limit');
    wecom.pinged.push(...mentions(payload));
    wecom.messages.push(payload);
    return { errcode: 0, errmsg: 'ok' };
  }
}

/** What WeCom would refuse, cut or show raw. */
export function wecomFaults(payload: Json): string[] {
  const faults: string[] = [];
  const check = (ok: boolean, what: string) => {
    if (!ok) faults.push(what);
  };
  check(!/\\ud[89ab]/i.test(JSON.stringify(payload)), 'not UTF-8');
  if (payload.msgtype === 'news') {
    const articles: Json[] = payload.news?.articles ?? [];
    check(articles.length >= 1 && articles.length <= MOST_ARTICLES, 'wrong number of articles');
    for (const { title, description = '', url, picurl } of articles) {
      check(typeof title === 'string' && title.trim() !== '', 'missing title');
      check(bytes(title) <= LONGEST_TITLE, `title of ${bytes(title)} bytes`);
      check(bytes(description) <= LONGEST_DESCRIPTION, `description of ${bytes(description)} bytes`);
      check(/^https?:\/\/\S+$/.test(url), 'missing url');
      check(picurl === undefined || /^https?:\/\/\S+$/.test(picurl), 'picurl is no address');
    }
  } else if (payload.msgtype === 'markdown') {
    const content: string = payload.markdown?.content ?? '';
    check(content.trim() !== '', 'content is empty');
    check(bytes(content) <= LONGEST_MARKDOWN, `content of ${bytes(content)} bytes`);
    faults.push(...strayMarkdown(content));
  } else {
    check(false, 'invalid message type');
  }
  return faults;
}

/** The subset is headings, bold, links, code, quotes and three colours; the rest is shown as it stands. */
function strayMarkdown(content: string): string[] {
  const rest = content
    .replace(/<font color="(?:info|comment|warning)">([^<]*)<\/font>/g, '$1')
    .replace(/\[[^[\]\n]+\]\(https?:\/\/[^\s()<>]+\)/g, '');
  const found: [RegExp, string][] = [
    [/[<>]/, 'a tag or mention'],
    [/[[\]]/, 'a broken link'],
    [/`/, 'code'],
    [/^\s*(?:[-+*]|\d+\.)\s/m, 'a list'],
    [/\|/, 'a table'],
    [/^-{3,}/m, 'a rule'],
    [/\\/, 'an escape'],
    [/~~/, 'strike-through'],
  ];
  // Quotes are part of the subset.
  const text = rest.replace(/^> /gm, '');
  return found.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
}

function mentions(payload: Json): string[] {
  const text: string = payload.markdown?.content ?? payload.text?.content ?? '';
  return [...[...text.matchAll(/<@([^>]*)>/g)].map(([, who]) => who ?? ''), ...(payload.text?.mentioned_list ?? [])];
}

function bytes(text: unknown): number {
  return Buffer.byteLength(String(text));
}

function refuse(errcode: number, errmsg: string): Json {
  return {
    errcode,
    errmsg: `${errmsg}, hint: [1699999999], more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`,
  };
}
