/** Signs that URLs hold in practice but RFC 3986 does not allow in a path or query; `URL` leaves them as they are. */
const UNSAFE = /[[\]|^`{}"<>\\]/g;

/**
 * The URL in its normal form when it is an absolute web address (that is all a feed may carry), else undefined. Feed
 * validators and some readers refuse addresses that are not strictly RFC 3986.
 */
export function absoluteUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, origin, href } = new URL(url);
  if (!/^https?:$/.test(protocol)) return undefined;
  const start = href.startsWith(origin) ? origin.length : 0;
  return href.slice(0, start) + href.slice(start).replace(UNSAFE, encodeURIComponent);
}
