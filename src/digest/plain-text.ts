import type * as Marked from 'marked';
import { collapse, decodeEntities, textOfTokens } from '../content/plain-text.js';
import { loadLate } from '../load-late.js';

const marked = loadLate<typeof Marked>('marked');

/** Markdown as the plain text it shows, in one line: link texts without addresses, no marks, no pictures. */
export function plainText(markdown: string): string {
  return collapse(decodeEntities(textOfTokens(marked().lexer(markdown), { code: true })));
}
