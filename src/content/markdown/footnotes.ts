import type { TokenizerAndRendererExtension, Tokens } from 'marked';

/** `[^1]` in the text: a raised mark. It is no link: what it would lead to has another name on every site. */
export const footnoteReference: TokenizerAndRendererExtension = {
  name: 'footnoteReference',
  level: 'inline',
  start: (src) => src.match(/\[\^/)?.index,
  tokenizer(src) {
    const found = /^\[\^([^\]\s]{1,40})\](?!:)/.exec(src);
    return found ? { type: 'footnoteReference', raw: found[0], label: found[1] } : undefined;
  },
  renderer: ({ label }) => `<sup>[${escapeLabel(label as string)}]</sup>`,
};

/** `[^1]: text`, where it stands, most often at the end. Without this it would be taken for a link's address. */
export const footnote: TokenizerAndRendererExtension = {
  name: 'footnote',
  level: 'block',
  tokenizer(src) {
    const found = /^\[\^([^\]\s]{1,40})\]:[ \t]*((?:[^\n]|\n(?!\s*(?:\n|\[\^)))*)(?:\n|$)/.exec(src);
    if (!found) return undefined;
    const [raw, label = '', text = ''] = found;
    return { type: 'footnote', raw, label, text, tokens: this.lexer.inline(text.trim(), []) };
  },
  renderer(token) {
    const { label, tokens = [] } = token as Tokens.Generic;
    return `<p><sup>[${escapeLabel(label as string)}]</sup> ${this.parser.parseInline(tokens)}</p>\n`;
  },
  childTokens: ['tokens'],
};

function escapeLabel(label: string): string {
  return label.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
