const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether an address that came with a message is one to post an answer to. It comes from outside, so without this
 * anybody with the app's secret, or a forged callback, could make us post anywhere.
 * @param hosts `bot.dingtalk.sessionHosts`: hosts themselves (with port, where it matters) or domains above them
 */
export function isSessionUrl(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!secure || url.username !== '' || url.password !== '') return false;
  return hosts.some((host) => {
    const allowed = host.toLowerCase();
    // The port is part of what is allowed only where it is named; otherwise the platform's own is meant.
    if (url.host === allowed) return true;
    if (url.port !== '' && !LOOPBACK.has(url.hostname)) return false;
    return url.hostname === allowed || (!LOOPBACK.has(url.hostname) && url.hostname.endsWith(`.${allowed}`));
  });
}
