import { type InlineStyles, inlineStyles } from '../inline-styles.js';
import { COLOURS } from './email-blocks.js';

const TEXT = `font-size:16px;line-height:26px;color:${COLOURS.text}`;
const HEADING = `margin:12px 0 8px;font-weight:700;color:${COLOURS.ink}`;
const MONO = "font-family:Menlo,Consolas,'Courier New',monospace";
const CELL = `padding:6px 10px;border:1px solid ${COLOURS.line};font-size:14px;line-height:22px;color:${COLOURS.text}`;
const PLAIN = ' ';

const PROSE: InlineStyles = {
  styles: {
    p: `margin:0 0 10px;${TEXT}`,
    h1: `${HEADING};font-size:20px;line-height:28px`,
    h2: `${HEADING};font-size:18px;line-height:26px`,
    h3: `${HEADING};font-size:17px;line-height:25px`,
    h4: `${HEADING};font-size:16px;line-height:24px`,
    h5: `${HEADING};font-size:15px;line-height:24px`,
    h6: `${HEADING};font-size:15px;line-height:24px`,
    a: `color:${COLOURS.accent};text-decoration:underline`,
    ul: `margin:0 0 10px;padding:0 0 0 22px;${TEXT}`,
    ol: `margin:0 0 10px;padding:0 0 0 22px;${TEXT}`,
    li: 'margin:0 0 4px',
    blockquote: `margin:0 0 10px;padding:2px 0 2px 14px;border-left:3px solid ${COLOURS.line};color:${COLOURS.muted}`,
    pre: `margin:0 0 10px;padding:12px 14px;background-color:${COLOURS.code};border-radius:6px;font-size:13px;line-height:20px;color:${COLOURS.ink};white-space:pre-wrap;word-wrap:break-word;${MONO}`,
    code: `font-size:13px;background-color:${COLOURS.code};color:${COLOURS.ink};${MONO}`,
    img: 'display:block;max-width:100%;height:auto;border:0;border-radius:8px',
    hr: `margin:16px 0;border:0;border-top:1px solid ${COLOURS.line}`,
    table: 'margin:0 0 10px;border-collapse:collapse',
    th: `${CELL};font-weight:700;background-color:${COLOURS.code}`,
    td: CELL,
    ...{ thead: PLAIN, tbody: PLAIN, tr: PLAIN, caption: PLAIN, br: PLAIN, strong: PLAIN, em: PLAIN, del: PLAIN },
    ...{ u: PLAIN, s: PLAIN, ins: PLAIN, mark: PLAIN, sub: PLAIN, sup: PLAIN, small: PLAIN, q: PLAIN, cite: PLAIN },
    ...{ div: PLAIN, span: PLAIN, dl: PLAIN, dt: PLAIN, dd: PLAIN, figure: 'margin:0 0 10px', figcaption: PLAIN },
  },
  attributes: { a: ['href', 'title'], img: ['src', 'alt', 'width'], td: ['align'], th: ['align'], ol: ['start'] },
  transform: {
    // No mail client plays anything: a link takes its place.
    video: (_, { src = '' }) => ({ tagName: 'a', attribs: { href: src }, text: src }),
    audio: (_, { src = '' }) => ({ tagName: 'a', attribs: { href: src }, text: src }),
  },
};

/** Sanitised HTML of Markdown as mail clients draw it. */
export function styledProse(html: string): string {
  return inlineStyles(html, PROSE).replaceAll(` style="${PLAIN}"`, '');
}

/** The same for a piece of a line. */
export function styledInline(html: string): string {
  return styledProse(html).trim();
}
