import { cleanLine, cleanLines } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';
import { markdownUrl } from '../web-url.js';

/*
 * Discord's Markdown: docs.discord.com/developers/reference#message-formatting. A backslash makes a sign plain text. With
 * `<` and `@` escaped nothing of an author's text shows as a mention, whatever `allowed_mentions` would do about it.
 */

/** A mark with a letter or digit on both sides (`snake_case`) is not formatting, and addresses are full of such. */
const MARKUP = /[\\*~`|<>[\]@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What would make a line a heading, small print or a list; numbers get the backslash before their dot. */
const LINE_START = /^(\d*)(?=(?:#{1,3}|-#|[-+]|(?<=\d)\.)\s)/gm;
/** Signs that may get a backslash: what a text can be at most. */
const MAY_GROW = /[\\*~`|<>[\]@_#\-+.]/g;

/** One line of an author's text, to be shown as it is, at most `max` characters with its backslashes. */
export function discordText(text: string, max: number): string {
  return escapeMarkup(truncate(cleanLine(text), max, escapedLength));
}

/** The same for text that may have several lines. */
export function discordLines(text: string, max: number): string {
  return escapeMarkup(truncate(cleanLines(text), max, escapedLength));
}

/** A link with a label; just the label when the URL is none that can be linked. */
export function discordLink(url: string | undefined, label: string, max: number): string {
  const target = markdownUrl(url);
  const shown = discordText(label, max);
  return target === undefined ? shown : `[${shown || discordText(target, max)}](${target})`;
}

function escapeMarkup(text: string): string {
  return text.replace(MARKUP, '\\$&').replace(LINE_START, '$1\\');
}

function escapedLength(text: string): number {
  return text.length + (text.match(MAY_GROW)?.length ?? 0);
}
