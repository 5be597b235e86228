import { cleanLine, cleanLines } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';
import { LONGEST_URL, webUrl } from '../web-url.js';

/*
 * Slack's text markup: docs.slack.dev/messaging/formatting-message-text. Exactly `&`, `<` and `>` are escaped; with
 * them nothing of an author's text can mention anybody. There is no escape for `*bold*`, `_italic_`, `~strike~` and
 * code, so a mark that stands where Slack would take it for formatting becomes a sign that looks the same.
 */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const LOOK_ALIKES: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };
/** A mark with a letter or digit on both sides (`snake_case`, `2*3`) is not formatting. */
const FORMATTING_MARK = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu;

/** Escapes without a look at the formatting marks; for text that is markup already in its other signs. */
export function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ENTITIES[sign] as string);
}

/** One line of an author's text, to be shown as it is, at most `max` characters as Slack counts them. */
export function mrkdwn(text: string, max: number): string {
  return escapeMrkdwn(truncate(cleanLine(text), max, escapedLength));
}

/** The same for text that may have several lines. */
export function mrkdwnLines(text: string, max: number): string {
  const shown = escapeMrkdwn(truncate(cleanLines(text), max, escapedLength));
  // A line that starts with `>` would be a quotation.
  return shown.replace(/^&gt;/gm, '›');
}

/** A link with a label; just the label when the URL is none that Slack can link or longer than `maxUrl`. */
export function mrkdwnLink(url: string | undefined, label: string, max: number, maxUrl = LONGEST_URL): string {
  const target = urlInLink(webUrl(url) ?? '');
  const shown = mrkdwn(label, max);
  if (target === '' || target.length > maxUrl) return shown;
  return `<${target}|${shown || mrkdwn(target, max)}>`;
}

/** Text for places that know no markup (button labels, alternative texts): what looks like a mention is no longer one. */
export function plainText(text: string, max: number): string {
  return truncate(cleanLine(text).replace(/</g, '‹').replace(/>/g, '›'), max);
}

/** A URL as it stands inside `<…|…>`. */
export function urlInLink(href: string): string {
  return escapeEntities(href.replace(/\|/g, '%7C').replace(/</g, '%3C').replace(/>/g, '%3E'));
}

/** Escapes an author's text, formatting marks included. */
export function escapeMrkdwn(text: string): string {
  return escapeEntities(text.replace(FORMATTING_MARK, (mark) => LOOK_ALIKES[mark] as string));
}

function escapedLength(text: string): number {
  return escapeEntities(text).length;
}
