import { resolveHref } from './resolve-href.js';

/** Pages that a frame shows, by the frame's own address. */
const PLAYERS: [RegExp, (id: string) => string, string][] = [
  [
    /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]+)/,
    (id) => `https://www.youtube.com/watch?v=${id}`,
    'YouTube',
  ],
  [/^https?:\/\/player\.bilibili\.com\/.*[?&]bvid=(\w+)/, (id) => `https://www.bilibili.com/video/${id}`, 'bilibili'],
  [/^https?:\/\/player\.bilibili\.com\/.*[?&]aid=(\d+)/, (id) => `https://www.bilibili.com/video/av${id}`, 'bilibili'],
  [/^https?:\/\/player\.vimeo\.com\/video\/(\d+)/, (id) => `https://vimeo.com/${id}`, 'Vimeo'],
  [/^https?:\/\/v\.qq\.com\/.*[?&]vid=(\w+)/, (id) => `https://v.qq.com/x/page/${id}.html`, '腾讯视频'],
];

/** A frame as the link that feed readers and messages can follow. */
export function embedLink(
  src: string,
  base: string,
): { tagName: string; attribs: Record<string, string>; text: string } {
  const address = resolveHref(src, base);
  if (!address || address.startsWith('mailto:')) return { tagName: 'span', attribs: {}, text: '' };
  for (const [pattern, page, name] of PLAYERS) {
    const id = pattern.exec(address)?.[1];
    if (id) return { tagName: 'a', attribs: { href: page(id) }, text: `▶ ${name}` };
  }
  return { tagName: 'a', attribs: { href: address }, text: `▶ ${new URL(address).host}` };
}
