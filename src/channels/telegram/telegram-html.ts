import { cleanLine } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';
import { webUrl } from '../web-url.js';

/*
 * Telegram's HTML: core.telegram.org/bots/api#html-style. `&`, `<` and `>` are escaped, and that is all the markup there is.
 * But Telegram looks for `@name` in the text itself and notifies who has that name in the group.
 */

/** As Telegram looks for it: not within a word (an e-mail address is no mention), followed by a sign of a name. */
const MENTION = /(?<![\p{L}\p{N}_])@(?=\w)/gu;
/** Without width, and keeps two signs on one line. */
const WORD_JOINER = '\u2060';
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** One line of an author's text, to be shown as it is, at most `max` characters (and one more for each `@`). */
export function telegramText(text: string, max: number): string {
  return escapeHtml(truncate(cleanLine(text), max).replace(MENTION, `@${WORD_JOINER}`));
}

/** A link with a label; just the label when the URL is none that can be linked. */
export function telegramLink(url: string | undefined, label: string, max: number): string {
  const target = webUrl(url);
  const shown = telegramText(label, max);
  return target === undefined ? shown : `<a href="${escapeHtml(target)}">${shown || telegramText(target, max)}</a>`;
}

/** `#开源`, which people can press; a name with signs a hashtag cannot hold (`C++`) stays plain text. */
export function telegramHashtag(tag: string, max: number): string {
  const name = truncate(cleanLine(tag), max);
  const isWord = /^[\p{L}\p{N}_ .\-/]*[\p{L}\p{N}_]$/u.test(name);
  return isWord ? `#${name.replace(/[ .\-/]+/g, '_')}` : telegramText(name, max);
}

/** UTF-16 units as Telegram counts them: after its markup has been read. */
export function telegramLength(html: string): number {
  return html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot);/g, '&').length;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] as string);
}
