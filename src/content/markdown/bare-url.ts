import type { TokenizerAndRendererExtension, Tokens } from 'marked';

/** ASCII only: in Chinese text a bare address ends where the Chinese begins, with or without punctuation between. */
const ADDRESS = /^(?:https?:\/\/|www\.)[A-Za-z0-9](?:[A-Za-z0-9\-._~:/?#[\]@!$&'()+,;=%]|\*(?=[A-Za-z0-9]))*/i;

/** GitHub's bare addresses, but without the Chinese text and punctuation that follows them. Takes the place of marked's `url`. */
export const bareUrl: TokenizerAndRendererExtension = {
  name: 'bareUrl',
  level: 'inline',
  start(src) {
    const at = src.search(/https?:\/\/|www\./i);
    return at === -1 ? undefined : at;
  },
  tokenizer(src, tokens): Tokens.Link | undefined {
    if (this.lexer.state.inLink || !/^(?:https?:\/\/|www\.)/i.test(src)) return undefined;
    const before = tokens.at(-1)?.raw.at(-1) ?? '';
    if (/[A-Za-z0-9_/.]/.test(before)) return undefined;
    const found = ADDRESS.exec(src)?.[0];
    const raw = found && trimEnd(found);
    if (!raw || !/^(?:https?:\/\/|www\.)[^/?#]*\w\.?\w/i.test(raw)) return undefined;
    const href = /^www\./i.test(raw) ? `https://${raw}` : raw;
    return { type: 'link', raw, href, text: raw, tokens: [{ type: 'text', raw, text: raw, escaped: false }] };
  },
};

/** Punctuation at the end belongs to the sentence, and so does a bracket that was not opened in the address. */
function trimEnd(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address[end - 1] as string;
    const text = address.slice(0, end);
    if (/[?!.,:*_~;'"&\\[]/.test(last)) end--;
    else if (last === ')' && count(text, ')') > count(text, '(')) end--;
    else if (last === ']' && count(text, ']') > count(text, '[')) end--;
    else return text;
  }
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
