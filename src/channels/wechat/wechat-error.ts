import { cleanLine } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';
import { ChannelError } from '../channel.js';

/*
 * WeChat answers HTTP 200 with an `errcode`: developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html
 */

/** The token ended, was replaced, or never was one. */
const TOKEN_GONE = [40001, 40014, 42001];
export const INVALID_MEDIA = 40007;
export const CONTENT_TOO_LONG = 45002;
const SYSTEM_BUSY = -1;

/** A day's quota: it begins anew at midnight in Beijing; asked again each hour (ms). */
const AFTER_QUOTA = 3_600_000;
const AFTER_MINUTE_QUOTA = 60_000;
const LONGEST_ANSWER = 200;

const HINTS: Record<number, string> = {
  40013: 'check appId: 设置与开发 → 开发接口管理 → 基本配置',
  40125: 'check appSecret; it changes when somebody resets it there',
  40164: 'put the address named here on the IP whitelist: 设置与开发 → 开发接口管理 → 基本配置 → IP白名单',
  48001: 'this kind of account may not use drafts over the API; see 接口权限 in the settings of the account',
  50002: 'the account is limited; its administrator is told why in the console',
  89503: 'an administrator of the account must confirm this address; WeChat has asked them',
  89506: 'an administrator refused this address; they can allow it again in 24 hours',
  89507: 'an administrator refused this address; they can allow it again in an hour',
  [INVALID_MEDIA]: 'the draft was published or deleted in the meantime',
};

/** What WeChat said, with the number it said it with. */
export class WechatRefusal extends ChannelError {
  constructor(
    readonly errcode: number,
    kind: ChannelError['kind'],
    message: string,
    extra: { hint?: string; retryAfter?: number } = {},
  ) {
    super(kind, { message, ...(extra.hint !== undefined && { hint: extra.hint }) }, { retryAfter: extra.retryAfter });
  }

  /** Whether a new token may help. */
  get isAboutToken(): boolean {
    return TOKEN_GONE.includes(this.errcode);
  }
}

export function wechatRefusal(errcode: number, errmsg: string): WechatRefusal {
  // The number of the request at the end is for WeChat's own diagnosis; it stays, people are asked for it.
  const message = `WeChat refused: ${errcode} ${truncate(cleanLine(errmsg), LONGEST_ANSWER)}`;
  if (errcode === SYSTEM_BUSY) return new WechatRefusal(errcode, 'doubt', message);
  if (errcode === 45009) return new WechatRefusal(errcode, 'later', message, { retryAfter: AFTER_QUOTA });
  if (errcode === 45011) return new WechatRefusal(errcode, 'later', message, { retryAfter: AFTER_MINUTE_QUOTA });
  if (TOKEN_GONE.includes(errcode)) return new WechatRefusal(errcode, 'later', message);
  const hint = HINTS[errcode] ?? 'see developers.weixin.qq.com for this number';
  return new WechatRefusal(errcode, 'never', message, { hint });
}
