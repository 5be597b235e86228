import { cleanLine, cleanLines } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';

/*
 * The part of Markdown that DingTalk draws: headings, quotes, bold, italic, links, images, lists
 * (open.dingtalk.com/document/…/robot-message-type). It documents no escape and clients differ about code, tables and
 * HTML, so a sign of an author's text that could be markup becomes its full-width twin, which Chinese text uses anyway.
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
const LONGEST_URL = 1500;

/** One line of an author's text, to be shown as it is. */
export function dingtalkText(text: string, max: number): string {
  return neutralise(truncate(cleanLine(text), max));
}

/** The same for text of several lines, each its own paragraph. */
export function dingtalkLines(text: string, max: number): string {
  return neutralise(truncate(cleanLines(text), max)).replace(/\n+/g, '\n\n');
}

export function dingtalkLink(url: string | undefined, label: string, max: number): string {
  const target = linkableUrl(url);
  const shown = dingtalkText(label, max);
  return target === undefined ? shown : `[${shown || neutralise(target)}](${target})`;
}

export function dingtalkImage(url: string | undefined): string {
  const target = linkableUrl(url);
  return target === undefined ? '' : `![](${target})`;
}

/** The URL with nothing in it that could end a Markdown link, or undefined when it is no web address. */
export function linkableUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  const target = href.replace(/[()[\]<>`\\|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return /^https?:$/.test(protocol) && target.length <= LONGEST_URL ? target : undefined;
}

function neutralise(text: string): string {
  return text
    .replace(LINE_START, (start) => (start.startsWith('#') ? '＃'.repeat(start.length) : ZERO_WIDTH_SPACE + start))
    .replace(MARKUP, (signs) => [...signs].map((sign) => FULL_WIDTH[sign] ?? sign).join(''));
}
