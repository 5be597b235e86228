import { decodeHTML } from 'entities';
import type { Token, Tokens } from 'marked';
import { stripIllegal } from './strip-illegal.js';

const SPACE = /[\s\u00A0\u200B\u2060\uFEFF]+/g;

/** One line: runs of white space (full-width and no-break ones included) as one space, none at the ends, nothing unprintable. */
export function collapse(text: string): string {
  return stripIllegal(text).replace(SPACE, ' ').trim();
}

/** Each line collapsed, empty ones left out. */
export function collapseLines(text: string): string {
  return stripIllegal(text)
    .replace(SPACE, (space) => (space.includes('\n') ? '\n' : ' '))
    .trim();
}

export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text;
}

/** Text of raw HTML: tags gone, entities decoded. */
export function textOfHtml(html: string): string {
  return decodeEntities(
    html
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replace(/<[^<>]*>/g, ''),
  );
}

/** Plain text of Markdown tokens: pictures, code blocks and raw tags left out, blocks on lines of their own. */
export function textOfTokens(tokens: readonly Token[] | undefined, options: { code?: boolean } = {}): string {
  let text = '';
  for (const token of tokens ?? []) text += textOfToken(token, options);
  return text;
}

function textOfToken(token: Token, options: { code?: boolean }): string {
  switch (token.type) {
    case 'image':
    case 'def':
    case 'hr':
    case 'checkbox':
      return '';
    case 'space':
    case 'br':
      return '\n';
    case 'html':
      return (token as Tokens.HTML).block ? `${textOfHtml(token.raw)}\n` : /^<br\b/i.test(token.raw) ? '\n' : '';
    case 'code':
      return options.code ? `${(token as Tokens.Code).text}\n` : '';
    case 'list':
      return (token as Tokens.List).items.map((item) => `${textOfTokens(item.tokens, options)}\n`).join('');
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows]
        .map((row) => `${row.map((cell) => textOfTokens(cell.tokens, options)).join(' ')}\n`)
        .join('');
    }
    case 'paragraph':
    case 'heading':
    case 'footnote':
    case 'blockquote':
      return `${textOfTokens((token as Tokens.Paragraph).tokens, options)}\n`;
    default: {
      const { tokens, text = '' } = token as Tokens.Generic;
      if (tokens) return textOfTokens(tokens, options);
      // In code and behind a backslash, `&lt;` is four characters; in text it is one.
      return token.type === 'text' ? decodeEntities(text as string) : (text as string);
    }
  }
}
