import type * as Marked from 'marked';
import type { Token, Tokens } from 'marked';
import { escapeMarkdown } from '../content/markdown/escape-markdown.js';
import { loadLate } from '../load-late.js';
import { plainText } from './plain-text.js';

const marked = loadLate<typeof Marked>('marked');

/**
 * Markdown cut to about a length, at the end of a paragraph or list item wherever one fits; never inside a mark. What
 * was cut shows as `…`.
 * @param length in characters
 */
export function shortenMarkdown(markdown: string, length: number): string {
  const text = markdown.trim();
  if (text.length <= length) return text;
  const kept: string[] = [];
  let room = length;
  for (const token of marked().lexer(text)) {
    const raw = token.raw.trim();
    if (raw.length > room) {
      const part = partOf(token, room, kept.length === 0);
      if (part) kept.push(part);
      break;
    }
    if (raw !== '') kept.push(raw);
    room -= raw.length + 2;
  }
  return [...kept, '…'].join('\n\n');
}

/** As much of one block as fits: whole items of a list; of a paragraph, its text, but only when nothing else was kept. */
function partOf(token: Token, room: number, first: boolean): string | undefined {
  if (token.type === 'list') {
    const items: string[] = [];
    let left = room;
    for (const { raw } of (token as Tokens.List).items) {
      left -= raw.length;
      if (left < 0) break;
      items.push(raw.trimEnd());
    }
    if (items.length > 0) return items.join('\n');
  }
  if (!first) return undefined;
  return escapeMarkdown(`${[...plainText(token.raw)].slice(0, Math.max(1, room - 1)).join('')}…`);
}
