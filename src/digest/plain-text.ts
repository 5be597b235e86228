import { marked, type Token } from 'marked';

/** Markdown as the plain text it shows: link texts without addresses, no marks, blocks separated by a space. */
export function plainText(markdown: string): string {
  return marked.lexer(markdown).map(textOf).join(' ').replace(/\s+/g, ' ').trim();
}

function textOf(token: Token): string {
  if (token.type === 'html' || token.type === 'image' || token.type === 'space' || token.type === 'def') return ' ';
  if (token.type === 'br') return ' ';
  if (token.type === 'list') return (token.items as Token[]).map(textOf).join(' ');
  if (token.type === 'table') {
    const rows = [token.header, ...token.rows] as { tokens: Token[] }[][];
    return rows
      .flat()
      .map(({ tokens }) => tokens.map(textOf).join(''))
      .join(' ');
  }
  if ('tokens' in token && token.tokens) return token.tokens.map(textOf).join('');
  return 'text' in token && typeof token.text === 'string' ? token.text : '';
}
