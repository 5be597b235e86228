import { cleanLine, cleanLines } from '../message/clean-line.js';
import { truncate } from '../message/truncate.js';
import { markdownUrl } from './web-url.js';

/*
 * Markdown for platforms that document no escape (DingTalk, WeCom): a sign of an author's text that could be markup, or
 * part of a mention such as `<@user>`, becomes its full-width twin, which Chinese text uses anyway. Clients differ about
 * code, tables and HTML, so the signs of those are taken for markup too.
 */

const FULL_WIDTH: Record<string, string> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '*': '＊',
  '`': '｀',
  '|': '｜',
  '~': '～',
  '\\': '＼',
  '#': '＃',
  _: '＿',
  '&': '＆',
};
const MARKUP = /[[\]<>*`|\\]|~~+|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What would make a line a heading, a list or a rule. */
const LINE_START = /^(?:[-+=]+(?=\s|$)|#+|-{3,}|\d+[.)](?=\s))/gm;
const ZERO_WIDTH_SPACE = '\u200B';

/** One line of an author's text, to be shown as it is. */
export function fullWidthText(text: string, max: number): string {
  return neutralise(truncate(cleanLine(text), max));
}

/** The same for text of several lines, each its own paragraph. */
export function fullWidthLines(text: string, max: number): string {
  return neutralise(truncate(cleanLines(text), max)).replace(/\n+/g, '\n\n');
}

export function fullWidthLink(url: string | undefined, label: string, max: number): string {
  const target = markdownUrl(url);
  const shown = fullWidthText(label, max);
  return target === undefined ? shown : `[${shown || neutralise(target)}](${target})`;
}

function neutralise(text: string): string {
  return text
    .replace(LINE_START, (start) => (start.startsWith('#') ? '＃'.repeat(start.length) : ZERO_WIDTH_SPACE + start))
    .replace(MARKUP, (signs) => [...signs].map((sign) => FULL_WIDTH[sign] ?? sign).join(''));
}
