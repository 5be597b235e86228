import type { Token, Tokens } from 'marked';
import { parseMarkdown } from '../../content/markdown/parse-markdown.js';
import { textOfTokens } from '../../content/plain-text.js';

/** Markdown as a mail without HTML shows it: links with their addresses below or beside them, lists with dots. */
export function markdownText(markdown: string, base: string): string {
  try {
    return blocks(parseMarkdown(markdown, base, () => undefined));
  } catch {
    // Nested beyond what the parser can hold: Markdown reads well as it is.
    return markdown.trim();
  }
}

function blocks(tokens: readonly Token[] | undefined): string {
  return (tokens ?? [])
    .map(block)
    .filter((text) => text !== '')
    .join('\n\n');
}

function block(token: Token): string {
  switch (token.type) {
    case 'heading': {
      const text = textOfTokens((token as Tokens.Heading).tokens);
      return `【${text}】`;
    }
    case 'list': {
      const items = (token as Tokens.List).items.map((item) => indented('• ', blocks(item.tokens)));
      return items.join(items.some((item) => item.includes('\n')) ? '\n\n' : '\n');
    }
    case 'blockquote':
      return blocks((token as Tokens.Blockquote).tokens)
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
        .join('\n');
    case 'code':
      return indented('    ', String((token as Tokens.Code).text), '    ');
    case 'hr':
      return '--------';
    case 'paragraph':
    case 'text':
      return inline('tokens' in token ? token.tokens : undefined, String((token as Tokens.Text).text)).trim();
    default:
      return textOfTokens([token]).trim();
  }
}

function indented(first: string, text: string, rest = ' '.repeat(first.length)): string {
  return first + text.split('\n').join(`\n${rest}`);
}

/** A line that begins with a link has its address below, where it can be pressed; other links have theirs beside them. */
function inline(tokens: readonly Token[] | undefined, plain: string): string {
  if (!tokens) return plain;
  const leading = tokens[0] && leadingLink(tokens[0]);
  const text = tokens.map((token) => span(token, leading)).join('');
  return leading && leading.href !== '' ? `${text}\n${leading.href}` : text;
}

function leadingLink(token: Token): Tokens.Link | undefined {
  if (token.type === 'link') return token as Tokens.Link;
  const [inner] = token.type === 'strong' ? ((token as Tokens.Strong).tokens ?? []) : [];
  return inner && leadingLink(inner);
}

function span(token: Token, leading: Tokens.Link | undefined): string {
  if (token.type === 'br') return '\n';
  if (token.type === 'link') {
    const { href, tokens } = token as Tokens.Link;
    const words = textOfTokens(tokens);
    return token === leading || words === href || href === '' ? words : `${words} <${href}>`;
  }
  if (['strong', 'em', 'del'].includes(token.type)) {
    return ((token as Tokens.Strong).tokens ?? []).map((inner) => span(inner, leading)).join('');
  }
  return textOfTokens([token]);
}
