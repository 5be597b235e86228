import { type InlineStyles, inlineStyles } from '../inline-styles.js';

/*
 * HTML as an article of an Official Account may have it: no classes, ids or style sheets, no scripts, no media but
 * pictures; everything else is in style attributes. Sizes hang on the section around it, to keep the markup short.
 */

const ACCENT = '#1a66c9';
const LINE = '#e1e4e8';
const MONO = "Menlo,Consolas,'Courier New',monospace";
const CELL = `padding:6px 10px;border:1px solid ${LINE}`;
const HEADING = 'margin:1.4em 0 .6em;font-weight:700;line-height:1.4';
const PLAIN = ' ';

const MARKUP: InlineStyles = {
  styles: {
    p: 'margin:0 0 1em',
    h1: `${HEADING};font-size:20px`,
    h2: `${HEADING};font-size:19px`,
    h3: `${HEADING};font-size:17px`,
    h4: `${HEADING};font-size:16px`,
    h5: `${HEADING};font-size:16px`,
    h6: `${HEADING};font-size:16px`,
    a: PLAIN,
    ul: 'margin:0 0 1em;padding-left:1.4em',
    ol: 'margin:0 0 1em;padding-left:1.4em',
    li: 'margin:0 0 .3em',
    blockquote: `margin:0 0 1em;padding:.2em 0 .2em 1em;border-left:3px solid ${LINE};color:#5b6575`,
    pre: `margin:0 0 1em;padding:12px 14px;background:#f6f8fa;border-radius:6px;overflow-x:auto;white-space:pre;font:13px/1.6 ${MONO}`,
    code: `font-family:${MONO};font-size:.9em;color:#b3305a`,
    img: 'display:block;max-width:100%;height:auto;margin:0 auto',
    hr: `margin:1.6em 0;border:0;border-top:1px solid ${LINE}`,
    table: 'margin:0 0 1em;border-collapse:collapse;font-size:14px',
    th: `${CELL};background:#f6f8fa`,
    td: CELL,
    figure: 'margin:0 0 1em',
    figcaption: 'text-align:center;font-size:13px;color:#5b6575',
    ...{ thead: PLAIN, tbody: PLAIN, tr: PLAIN, br: PLAIN, strong: PLAIN, em: PLAIN, del: PLAIN, u: PLAIN, s: PLAIN },
    ...{ ins: PLAIN, sub: PLAIN, sup: PLAIN, small: PLAIN, section: PLAIN, span: PLAIN, ruby: PLAIN, rt: PLAIN },
  },
  attributes: {
    a: ['href'],
    img: ['src', 'alt'],
    ol: ['start'],
    td: ['align', 'colspan', 'rowspan'],
    th: ['align', 'colspan', 'rowspan'],
  },
  transform: {
    div: (_, attribs) => ({ tagName: 'section', attribs }),
    mark: (_, attribs) => ({ tagName: 'span', attribs }),
    // Films and sounds live in WeChat's own library: a link to where the original plays.
    video: (_, { src = '' }) => ({ tagName: 'a', attribs: { href: src }, text: src }),
    audio: (_, { src = '' }) => ({ tagName: 'a', attribs: { href: src }, text: src }),
  },
};

/** Sanitised HTML of an article, its links and pictures still as they were. */
export function articleMarkup(html: string): string {
  return inlineStyles(html, MARKUP)
    .replaceAll(` style="${PLAIN}"`, '')
    .replace(
      /<pre([^>]*)>([\s\S]*?)<\/pre>/g,
      (_, attributes: string, code: string) => `<pre${attributes}>${keepLines(code)}</pre>`,
    );
}

/** WeChat's editor folds line feeds and runs of spaces even in code. */
function keepLines(code: string): string {
  return code
    .replace(/<\/?code[^>]*>/g, '')
    .trimEnd()
    .split(/(<[^>]*>)/)
    .map((part) =>
      part.startsWith('<')
        ? part
        : part
            .replace(/\t/g, '    ')
            .replace(/^ +| {2,}/gm, (spaces) => '\u00A0'.repeat(spaces.length))
            .replace(/\r?\n/g, '<br />'),
    )
    .join('');
}

/** Pieces of markup that each stand by themselves: the elements on its top level. */
export function topLevel(html: string): string[] {
  const pieces: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: tag, 1: closing, 2: name = '', index } of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi)) {
    if (!VOID.has(name)) depth += closing ? -1 : 1;
    if (depth !== 0 || (!closing && !VOID.has(name))) continue;
    const end = index + tag.length;
    pieces.push(html.slice(start, end).trim());
    start = end;
  }
  const rest = html.slice(start).trim();
  return rest === '' ? pieces : [...pieces, rest];
}

const VOID = new Set(['br', 'hr', 'img']);

/** Pages inside WeChat are the only ones a link may lead to. */
const INSIDE = /^https?:\/\/mp\.weixin\.qq\.com\//;
const LINK = /<a\b(?:[^>]*? href="([^"]*)")?[^>]*>([\s\S]*?)<\/a>/g;

/**
 * Outside links as the platform demands: their words stay, with a number, and a list at the end says where they lead.
 * @param title of that list
 */
export function withFootnotes(html: string, title: string): string {
  const addresses: string[] = [];
  const told = html.replace(LINK, (whole, href: string | undefined, words: string) => {
    if (href === undefined || !/^https?:/.test(href)) return words;
    // Old posts have such links without TLS; WeChat has them with it.
    if (INSIDE.test(href)) return whole.replace(href, href.replace(/^http:/, 'https:'));
    // The address is there to be read already.
    if (words.trim() === href || /^<img\b[^>]*>$/.test(words.trim())) return words;
    const known = addresses.indexOf(href);
    const number = known < 0 ? addresses.push(href) : known + 1;
    return `<span style="color:${ACCENT}">${words}</span><sup>[${number}]</sup>`;
  });
  if (addresses.length === 0) return told;
  const notes = addresses.map((href, index) => `<p style="margin:0 0 .4em">[${index + 1}] ${href}</p>`).join('');
  return `${told}<p style="${HEADING};font-size:15px">${title}</p><section style="font-size:13px;color:#5b6575;word-break:break-all">${notes}</section>`;
}

/** The article's pictures by address, in their order, each once. */
export function picturesOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<img\b[^>]*? src="([^"]*)"/g)].map(([, src = '']) => unescapeUrl(src)))];
}

/** @param replace the new address of a picture; undefined: a note takes its place */
export function replacePictures(html: string, replace: (src: string) => string | undefined, missing: string): string {
  return html.replace(/<img\b[^>]*? src="([^"]*)"[^>]*>/g, (image, src: string) => {
    const url = replace(unescapeUrl(src));
    return url === undefined
      ? `<span style="color:#b42318">〔${missing}：${src}〕</span>`
      : image.replace(`src="${src}"`, `src="${url.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}"`);
  });
}

function unescapeUrl(src: string): string {
  return src
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
