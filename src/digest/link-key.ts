import { decodePath } from './decode-path.js';

/** Parameters that say who came from where, not what is shown. */
const TRACKING = /^utm_|^(spm|fbclid|gclid)$/i;
/** An article of mp.weixin.qq.com is `__biz`, `mid`, `idx` (and `sn`); all else depends on who copied the link. */
const WEIXIN_ARTICLE = /^(__biz|mid|idx|sn)$/;

/** What stays of a URL for comparing where two links lead; '' when it is no web address. */
export function urlKey(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, hostname, port, pathname, searchParams } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return '';
  const kept = [...searchParams].filter(([name]) => !isTracking(name, hostname)).sort();
  const query = kept.map(([name, value]) => `${name}=${value}`).join('&');
  return `${hostname.replace(/^www\./, '')}${port && `:${port}`}${decodePath(pathname).replace(/\/+$/, '')}?${query}`;
}

function isTracking(name: string, hostname: string): boolean {
  return hostname === 'mp.weixin.qq.com' ? !WEIXIN_ARTICLE.test(name) : TRACKING.test(name);
}
