import {
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
  startPlatformServer,
} from './platform-server.js';

// biome-ignore lint/suspicious/noExplicitAny: WeChat's JSON as it comes
type Json = any;

/** A draft as editors see it. */
export interface WechatDraft {
  media_id: string;
  article: Json;
  edits: number;
}

export interface WechatServer extends PlatformServer {
  account: { appId: string; appSecret: string; apiUrl: string };
  /** In the draft box, oldest first. */
  drafts: WechatDraft[];
  /** Pictures in articles, by the address WeChat gave them. */
  pictures: Map<string, Buffer>;
  /** The library: what covers are taken from. */
  library: Map<string, Buffer>;
  /** Calls by path below `/cgi-bin/`, in order. */
  calls: string[];
  /** Tokens that are good now. */
  tokens: Set<string>;
  /** Answers the next calls of a path with a refusal. */
  refusals: { path: string; errcode: number; errmsg: string }[];
  /** Content is counted with its markup. */
  countsMarkup: boolean;
  /** Pictures on the web, by path below `/web/`: bytes, or a status. */
  web: Map<string, Buffer | number>;
  /** Their addresses. */
  picture(name: string): string;
}

export const WECHAT_SECRET = 'an-app-secret';
const APP_ID = 'wx0123456789';

/** The limits of developers.weixin.qq.com …/api_draft_add, …/api_uploadimage and …/api_addmaterial. */
const LIMITS = { title: 32, author: 16, digest: 128, content: 20_000, bytes: 1_000_000, source: 1024, articles: 8 };

export const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
export const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(100)]);
export const GIF = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(100)]);
export const WEBP = Buffer.from('RIFF\u0000\u0000\u0000\u0000WEBPVP8 ');

/** An Official Account's interfaces, as strict as their pages say, and the web that pictures come from. */
export async function startWechatServer(): Promise<WechatServer> {
  let next = 1;
  const server = await startPlatformServer((request) => answer(request));
  const wechat: WechatServer = Object.assign(server, {
    account: { appId: APP_ID, appSecret: WECHAT_SECRET, apiUrl: server.origin },
    ...{ drafts: [], pictures: new Map(), library: new Map(), calls: [], tokens: new Set<string>(), refusals: [] },
    ...{ countsMarkup: false, web: new Map() },
    picture: (name: string) => `${server.origin}/web/${name}`,
  });
  return wechat;

  function answer(request: PlatformRequest): PlatformAnswer {
    const [, area, ...rest] = request.url.pathname.split('/');
    const path = rest.join('/');
    if (area === 'web') {
      const found = wechat.web.get(path) ?? 404;
      return typeof found === 'number' ? { status: found, body: 'no picture' } : { body: found };
    }
    if (area !== 'cgi-bin') return { status: 404, body: 'not found' };
    wechat.calls.push(path);
    return { body: call(path, request) };
  }

  function call(path: string, request: PlatformRequest): Json {
    if (request.method !== 'POST') return refuse(43002, 'require POST method');
    const refusal = wechat.refusals.findIndex((each) => each.path === path);
    if (refusal >= 0) return wechat.refusals.splice(refusal, 1)[0];
    if (path === 'stable_token') return stableToken(JSON.parse(request.body));
    if (!wechat.tokens.has(request.url.searchParams.get('access_token') ?? '')) {
      return refuse(40001, 'invalid credential, access_token is invalid or not latest');
    }
    switch (path) {
      case 'media/uploadimg':
        return uploadPicture(fileOf(request));
      case 'material/add_material':
        return addMaterial(fileOf(request), request.url.searchParams.get('type'));
      case 'draft/add':
        return addDraft(request);
      case 'draft/update':
        return updateDraft(request);
      case 'draft/delete':
        return deleteDraft(JSON.parse(request.body));
      case 'draft/batchget':
        return listDrafts(JSON.parse(request.body));
      default:
        return refuse(40066, 'invalid url');
    }
  }

  function stableToken({ grant_type, appid, secret }: Json): Json {
    if (grant_type !== 'client_credential') return refuse(40002, 'invalid grant_type');
    if (appid !== APP_ID) return refuse(40013, 'invalid appid');
    if (secret !== WECHAT_SECRET) return refuse(40125, 'invalid appsecret');
    const [good] = wechat.tokens;
    const token = good ?? `token-${next++}`;
    wechat.tokens.add(token);
    return { access_token: token, expires_in: 7200 };
  }

  function uploadPicture(file: Buffer | undefined): Json {
    if (!file) return refuse(41005, 'media data missing');
    if (!isPng(file) && !isJpeg(file)) return refuse(40005, 'invalid file type');
    if (file.length >= 1024 * 1024) return refuse(40009, 'invalid image size');
    const url = `http://mmbiz.qpic.cn/mmbiz_png/${'x'.repeat(80)}${next++}/0?from=appmsg&wx_fmt=png`;
    wechat.pictures.set(url, file);
    return { url, errcode: 0, errmsg: 'ok' };
  }

  function addMaterial(file: Buffer | undefined, type: string | null): Json {
    if (type !== 'image') return refuse(40004, 'invalid media type');
    if (!file) return refuse(41005, 'media data missing');
    const known = isPng(file) || isJpeg(file) || /^(?:GIF8|BM)/.test(file.subarray(0, 4).toString('latin1'));
    if (!known) return refuse(40005, 'invalid file type');
    const media_id = `material-${next++}`;
    wechat.library.set(media_id, file);
    return { media_id, url: `http://mmbiz.qpic.cn/${media_id}` };
  }

  function addDraft({ body }: PlatformRequest): Json {
    const { articles } = JSON.parse(body);
    if (!Array.isArray(articles) || articles.length < 1 || articles.length > LIMITS.articles) {
      return refuse(47001, 'data format error');
    }
    const fault = escapeFault(body) ?? articles.map(articleFault).find(Boolean);
    if (fault) return fault;
    const media_id = `draft-${next++}`;
    wechat.drafts.push({ media_id, article: articles[0], edits: 0 });
    return { media_id };
  }

  function updateDraft({ body }: PlatformRequest): Json {
    const { media_id, index, articles } = JSON.parse(body);
    const draft = wechat.drafts.find((each) => each.media_id === media_id);
    if (!draft) return refuse(40007, 'invalid media_id');
    if (index !== 0 || Array.isArray(articles)) return refuse(47001, 'data format error');
    const fault = escapeFault(body) ?? articleFault(articles);
    if (fault) return fault;
    draft.article = articles;
    draft.edits += 1;
    return { errcode: 0, errmsg: 'ok' };
  }

  function deleteDraft({ media_id }: Json): Json {
    const at = wechat.drafts.findIndex((each) => each.media_id === media_id);
    if (at < 0) return refuse(40007, 'invalid media_id');
    wechat.drafts.splice(at, 1);
    return { errcode: 0, errmsg: 'ok' };
  }

  function listDrafts({ offset, count, no_content }: Json): Json {
    if (!(count >= 1 && count <= 20)) return refuse(40097, 'invalid args');
    const page = wechat.drafts.toReversed().slice(offset, offset + count);
    return {
      total_count: wechat.drafts.length,
      item_count: page.length,
      item: page.map(({ media_id, article: { content, ...article } }) => ({
        media_id,
        content: { news_item: [no_content ? article : { ...article, content }] },
        update_time: 1,
      })),
    };
  }

  function articleFault(article: Json): Json {
    const size = sizeFault(article, wechat.countsMarkup);
    if (size) return size;
    if (!wechat.library.has(article.thumb_media_id)) return refuse(40007, 'invalid media_id');
    const fault = draftFaults(article.content, [...wechat.pictures.keys()])[0];
    return fault === undefined ? undefined : refuse(45166, `invalid content: ${fault}`);
  }
}

function sizeFault(article: Json, countsMarkup: boolean): Json {
  const { title = '', author = '', digest = '', content = '', content_source_url = '' } = article;
  if (title.trim() === '' || title.length > LIMITS.title) return refuse(45003, 'title size out of limit');
  if (author.length > LIMITS.author) return refuse(45110, 'author size out of limit');
  if (digest.length > LIMITS.digest) return refuse(45004, 'description size out of limit');
  if (Buffer.byteLength(content_source_url) > LIMITS.source) return refuse(45005, 'url size out of limit');
  const counted = countsMarkup ? content : content.replace(/<[^>]*>/g, '').replace(/&[a-z]+;/g, 'x');
  if (counted.length >= LIMITS.content || Buffer.byteLength(content) >= LIMITS.bytes) {
    return refuse(45002, 'content size out of limit');
  }
  if (content.replace(/<(?!img)[^>]*>/g, '').trim() === '') return refuse(44004, 'empty content');
  return undefined;
}

/** What is wrong with a drawing, whose pictures are not uploaded yet. */
export function wechatFaults({ article }: { article: Json }): string[] {
  const size = sizeFault(article, false);
  return [...(size ? [size.errmsg] : []), ...draftFaults(article.content)];
}

/** What an article loses or is refused for. @param pictures addresses that WeChat gave; undefined: they may be anywhere */
function draftFaults(content: string, pictures?: readonly string[]): string[] {
  const faults: string[] = [];
  const tags = [...content.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/gi)];
  for (const [, name = '', attributes = ''] of tags) {
    if (/^(?:script|style|link|iframe|form|input|video|audio|object|svg|div|html|body)$/.test(name))
      faults.push(`<${name}>`);
    if (/\s(?:class|id|on\w+|srcset)=/.test(attributes.replace(/"[^"]*"/g, '')))
      faults.push(`an attribute: ${attributes}`);
    const address = /\s(?:href|src)="([^"]*)"/.exec(attributes)?.[1]?.replace(/&amp;/g, '&') ?? '';
    if (name === 'a' && !address.startsWith('https://mp.weixin.qq.com/')) faults.push(`an outside link: ${address}`);
    if (name === 'img' && pictures && !pictures.includes(address)) faults.push(`a picture from outside: ${address}`);
  }
  if (/<pre[^>]*>[^<]*\n/.test(content)) faults.push('line feeds in code, which are folded');
  return faults;
}

/** "注意不要使用Unicode转义格式": such signs would stand in the article as they are. */
function escapeFault(body: string): Json {
  return /\\u(?!d[89a-f])[2-9a-f][0-9a-f]{3}/i.test(body) ? refuse(47001, 'unicode escapes in the text') : undefined;
}

/** The file of a form with one. */
function fileOf({ headers, bytes }: PlatformRequest): Buffer | undefined {
  const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1];
  const start = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, Math.max(0, start)).toString();
  if (!boundary || !/name="media"; filename="[^"]+\.\w+"/.test(head)) return undefined;
  return bytes.subarray(start + 4, bytes.lastIndexOf(`\r\n--${boundary}`));
}

const isPng = (file: Buffer) => file.subarray(0, 8).toString('hex') === '89504e470d0a1a0a';
const isJpeg = (file: Buffer) => file.subarray(0, 3).toString('hex') === 'ffd8ff';

function refuse(errcode: number, errmsg: string): Json {
  return { errcode, errmsg: `${errmsg} rid: 0123-4567` };
}
