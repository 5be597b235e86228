import { createHmac } from 'node:crypto';
import { type PlatformRequest, type PlatformServer, startPlatformServer } from './platform-server.js';

// biome-ignore lint/suspicious/noExplicitAny: DingTalk's JSON as it comes
type Json = any;

/** A message as members of the group see it. */
export interface DingtalkMessage {
  msgtype: string;
  /** The title the conversation list shows. */
  title: string;
  /** Markdown, '' for a feed card. */
  text: string;
  payload: Json;
  msgUuid?: string;
  /** By the server's clock (ms). */
  at: number;
}

export interface DingtalkServer extends PlatformServer {
  /** A robot's webhook. */
  webhook: string;
  /** What stands in the group, oldest first. */
  messages: DingtalkMessage[];
  /** One of these must be in each message; empty: no such setting. */
  keywords: string[];
  /** Whether the robot was stopped in the group. */
  stopped: boolean;
}

export const DINGTALK_SECRET = 'SECstand-in';
const TOKEN = 'a-robot-token';
/** open.dingtalk.com/document/…/custom-robots-send-group-messages */
const HOUR = 3_600_000;
const MOST_A_MINUTE = 20;
const PENALTY = 600_000;
const LONGEST_BODY = 20_000;

const FIELDS: Record<string, string[]> = {
  text: ['content'],
  markdown: ['title', 'text'],
  link: ['title', 'text', 'messageUrl'],
  actionCard: ['title', 'text'],
  feedCard: ['links'],
};

export interface DingtalkServerOptions {
  now?: () => number;
  /** Undefined: the robot is not protected by a signature. */
  secret?: string;
  /** Without the limit of 20 a minute. */
  unlimited?: boolean;
}

/** A custom robot in a group, as strict as the real one: signature, keywords, size, pace, `msgUuid`. */
export async function startDingtalkServer(options: DingtalkServerOptions = {}): Promise<DingtalkServer> {
  const { now = Date.now, secret = DINGTALK_SECRET, unlimited = false } = options;
  const seen = new Set<string>();
  const sends: number[] = [];
  let punishedUntil = 0;
  const server = await startPlatformServer((request) => ({ body: answer(request) }));
  const dingtalk: DingtalkServer = Object.assign(server, {
    webhook: `${server.origin}/robot/send?access_token=${TOKEN}`,
    messages: [],
    keywords: [],
    stopped: false,
  });
  return dingtalk;

  function answer(request: PlatformRequest): Json {
    const payload = parse(request.body);
    const fault = requestFault(request) ?? securityFault(request.url, payload) ?? payloadFault(payload, request.body);
    if (fault) return fault;
    if (payload.msgUuid && seen.has(payload.msgUuid)) return { errcode: 0, errmsg: 'ok' };
    const limited = paceFault();
    if (limited) return limited;
    if (payload.msgUuid) seen.add(payload.msgUuid);
    const content = payload[payload.msgtype];
    dingtalk.messages.push({
      msgtype: payload.msgtype,
      title: content.title ?? content.links?.[0].title ?? '',
      text: content.text ?? content.content ?? '',
      payload,
      msgUuid: payload.msgUuid,
      at: now(),
    });
    // As a text, which the documentation's sample shows: whoever compares must not mind.
    return { errcode: '0', errmsg: 'ok' };
  }

  function requestFault({ method, url, headers }: PlatformRequest): Json {
    if (method !== 'POST') return refuse(43002, 'require POST');
    if (!headers['content-type']?.includes('application/json')) return refuse(43004, 'invalid content-type');
    if (url.pathname !== '/robot/send' || url.searchParams.get('access_token') !== TOKEN) {
      return refuse(300005, 'token is not exist');
    }
    return dingtalk.stopped ? refuse(400102, 'the robot is stopped') : undefined;
  }

  function securityFault(url: URL, payload: Json): Json {
    const timestamp = url.searchParams.get('timestamp') ?? '';
    if (secret && Math.abs(now() - Number(timestamp)) > HOUR) return refuse(310000, 'invalid timestamp');
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    if (secret && url.searchParams.get('sign') !== sign) return refuse(310000, 'sign not match');
    const said = JSON.stringify(payload ?? '');
    const lacks = dingtalk.keywords.length > 0 && !dingtalk.keywords.some((keyword) => said.includes(keyword));
    return lacks ? refuse(310000, 'keywords not in content') : undefined;
  }

  function payloadFault(payload: Json, body: string): Json {
    if (Buffer.byteLength(body) > LONGEST_BODY) return refuse(460101, 'message too long, exceed 20000 bytes');
    if (!payload?.msgtype) return refuse(40035, 'miss param');
    const fields = FIELDS[payload.msgtype];
    if (!fields) return refuse(400105, 'unsupported msgtype');
    const content = payload[payload.msgtype] ?? {};
    const missing = fields.find((field) => !content[field]?.length);
    if (missing) return refuse(40035, `miss param : ${payload.msgtype}->${missing}`);
    if (payload.msgtype === 'feedCard') {
      const whole = content.links.every((link: Json) => link.title && link.messageURL && link.picURL);
      if (!whole) return refuse(40035, 'miss param : feedCard->links');
    }
    if (payload.msgtype === 'actionCard') {
      const single = content.singleTitle && content.singleURL;
      const several = content.btns?.length > 0 && content.btns.every((each: Json) => each.title && each.actionURL);
      if (!single && !several) return refuse(40035, 'miss param : actionCard->btns');
    }
    return undefined;
  }

  function paceFault(): Json {
    if (unlimited) return undefined;
    const at = now();
    const recent = sends.filter((each) => at - each < 60_000).length;
    if (at < punishedUntil || recent >= MOST_A_MINUTE) {
      if (at >= punishedUntil) punishedUntil = at + PENALTY;
      return refuse(130101, 'send too fast, exceed 20 times per minute');
    }
    sends.push(at);
    return undefined;
  }
}

function refuse(errcode: number, errmsg: string): Json {
  return { errcode, errmsg };
}

function parse(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What DingTalk would refuse or not draw of a message; open.dingtalk.com/document/…/robot-message-type lists what it does. */
export function dingtalkFaults(payload: Json): string[] {
  const text: string = payload.markdown?.text ?? payload.actionCard?.text ?? '';
  const faults: string[] = [];
  const check = (pattern: RegExp, what: string) => {
    if (pattern.test(text)) faults.push(what);
  };
  check(/`/, 'code');
  check(/~~/, 'strike-through');
  check(/<[a-z/!]/i, 'HTML');
  check(/\|/, 'a table');
  check(/\\/, 'an escape');
  check(/^\s*(?:[*+]|={3,}|-{3,})\s*$/m, 'a rule');
  check(/[\u0000-\u0009\u000B-\u001F]/, 'a control character');
  if (Buffer.byteLength(JSON.stringify(payload)) > LONGEST_BODY) faults.push('too long');
  return faults;
}
