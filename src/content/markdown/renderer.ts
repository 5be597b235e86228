import type { RendererObject, Token, Tokens } from 'marked';
import { decodeEntities } from '../plain-text.js';

const BREAK = /^<br\s*\/?>$/i;
const COMMENT = /^\s*<!--(?:(?!-->)[\s\S])*-->\s*$/;

/**
 * Tokens as HTML, spelled as the sanitiser spells it. Of text without raw tags the result is safe as it stands: everything
 * in it was escaped here, and every address was checked when it was made absolute.
 */
export const renderer: RendererObject = {
  text(token) {
    if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
    return 'escaped' in token && token.escaped ? token.text : escapeText(decodeEntities(token.text));
  },
  codespan: ({ text }) => `<code>${escapeText(text)}</code>`,
  code({ text, lang }) {
    const word = /^\S+/.exec(lang ?? '')?.[0] ?? '';
    const language = /^[\w+#.-]+$/.test(word) ? ` class="language-${word}"` : '';
    return `<pre><code${language}>${text === '' ? '' : `${escapeText(text.replace(/\n$/, ''))}\n`}</code></pre>\n`;
  },
  link({ href, title, tokens }) {
    const text = this.parser.parseInline(tokens);
    return href === '' ? text : `<a href="${escapeAttribute(href)}"${attribute('title', title)}>${text}</a>`;
  },
  image({ href, title, text }) {
    return href === ''
      ? ''
      : `<img src="${escapeAttribute(href)}"${attribute('alt', text, true)}${attribute('title', title)} />`;
  },
  html: ({ text }) => (BREAK.test(text) ? '<br />' : COMMENT.test(text) ? '' : text),
  br: () => '<br />',
  hr: () => '<hr />\n',
  checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
};

/** Whether a token is raw HTML that the renderer hands on as it is. */
export function isRaw(token: Token): boolean {
  return (
    token.type === 'html' && !BREAK.test((token as Tokens.HTML).text) && !COMMENT.test((token as Tokens.HTML).text)
  );
}

export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (char) => ENTITIES[char] as string);
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] as string);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function attribute(name: string, value: string | null | undefined, always = false): string {
  return value || always ? ` ${name}="${escapeAttribute(decodeEntities(value ?? ''))}"` : '';
}
