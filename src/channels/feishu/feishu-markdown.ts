import { cleanLine } from '../../message/clean-line.js';
import { truncate } from '../../message/truncate.js';
import { markdownUrl } from '../web-url.js';

/*
 * The Markdown of Feishu's cards: open.feishu.cn/document/feishu-cards/card-components/content-components/rich-text
 * A sign that could be markup, or part of a mention such as `<at id=all></at>`, is written as an entity, `&#60;`.
 */

const MARKUP = /[&<>~*[\]()#+\-_`$!\\:|]/g;
/** `1.` at the start of a line would begin a list. */
const NUMBERED = /(?<=^\d+)\./;

/** One line of an author's text, to be shown as it is. */
export function feishuText(text: string, max: number): string {
  const entity = (sign: string) => `&#${sign.charCodeAt(0)};`;
  return truncate(cleanLine(text), max).replace(MARKUP, entity).replace(NUMBERED, entity);
}

/** A link with a label; just the label when the URL is none that can be linked. */
export function feishuLink(url: string | undefined, label: string, max: number): string {
  const target = markdownUrl(url);
  const shown = feishuText(label, max);
  return target === undefined ? shown : `[${shown || feishuText(target, max)}](${target})`;
}
