import type * as Marked from 'marked';
import type { Token, Tokens } from 'marked';
import { loadLate } from '../load-late.js';

const marked = loadLate<typeof Marked>('marked');

/** Markdown in two: the prose before its first heading, list or other block, and what follows. */
export function splitOpening(markdown: string): { opening: string; rest: string } {
  let opening = '';
  for (const token of marked().lexer(markdown)) {
    if (token.type !== 'space' && (token.type !== 'paragraph' || isLinkAlone(token))) break;
    opening += token.raw;
  }
  // The lexer turns tabs and line ends into its own; then the lengths would not fit.
  if (!markdown.startsWith(opening)) return { opening: '', rest: markdown };
  return { opening, rest: markdown.slice(opening.length) };
}

/** A paragraph that is just a link is an entry of a list in the community's form, not prose. */
function isLinkAlone(token: Token): boolean {
  const { tokens = [] } = token as Tokens.Paragraph;
  return tokens.length === 1 && tokens[0]?.type === 'link';
}
