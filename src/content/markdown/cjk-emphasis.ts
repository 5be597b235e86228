import type { TokenizerAndRendererExtension, TokenizerThis, Tokens } from 'marked';

/*
 * CommonMark closes emphasis only where punctuation is followed by a space or more punctuation. Chinese and Japanese put
 * no spaces there, so `**“重点”**后文` stays literal. This takes such a run for emphasis when CJK text is at its edge, and
 * mends two things that editors write: `** 重点 **` and an empty `****`.
 */

const CJK =
  /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u2018-\u201F\u2026]|[\uD840-\uD87F][\uDC00-\uDFFF]/;
const PUNCTUATION = /[\p{P}\p{S}]/u;
const SPACE = /[\s\u00A0\u200B]/;
/** Longer emphasis is prose with stray asterisks in it. */
const LONGEST = 600;

/** `****` is what editors leave of two bold runs that met, or of an empty one. It shows nothing. */
export const emptyStrong: TokenizerAndRendererExtension = {
  name: 'emptyStrong',
  level: 'inline',
  tokenizer(src, tokens): Tokens.Text | undefined {
    if (!/^\*{4}(?!\*)/.test(src) || tokens.at(-1)?.raw.endsWith('*')) return undefined;
    return { type: 'text', raw: '****', text: '', escaped: false };
  },
};

/** To be put before marked's own `emStrong`; false leaves the matter to it. */
export function cjkEmphasis(
  this: TokenizerThis,
  src: string,
  masked: string,
  previous = '',
): Tokens.Em | Tokens.Strong | false {
  if (src[0] !== '*') return false;
  const run = /^\*{1,3}(?!\*)/.exec(src)?.[0];
  if (!run) return false;

  const ahead = masked.slice(-src.length);
  const close = closingRun(ahead, run);
  if (close === -1) return false;
  const inner = src.slice(run.length, close);
  const edges = {
    before: previous,
    first: first(inner),
    last: last(inner),
    after: first(src.slice(close + run.length)),
  };
  if (!standardFails(edges) || /\n\s*\n/.test(inner)) return false;
  const meant = spaced(edges) ? spacedButMeant(run, inner, edges) : Object.values(edges).some((edge) => CJK.test(edge));
  if (!meant) return false;

  const raw = src.slice(0, close + run.length);
  const text = inner.trim();
  if (text === '') return false;
  const tokens = this.lexer.inlineTokens(text);
  if (run.length === 1) return { type: 'em', raw, text, tokens };
  const strong: Tokens.Strong = { type: 'strong', raw, text, tokens };
  return run.length === 2 ? strong : { type: 'em', raw, text, tokens: [strong] };
}

interface Edges {
  before: string;
  first: string;
  last: string;
  after: string;
}

/** `** 重点 **`, and `**1. @name **` at the start of a line, are bold to whoever wrote them; `2 ** 3 ** 4` is not. */
function spacedButMeant(run: string, inner: string, { before, first }: Edges): boolean {
  if (run.length === 1 || inner.includes('\n')) return false;
  return /\p{Script=Han}/u.test(inner) || (before === '' && !SPACE.test(first) && inner.length < 100);
}

function spaced({ first, last }: Edges): boolean {
  return SPACE.test(first) || SPACE.test(last);
}

/** Whether CommonMark's rule about neighbours refuses one of the ends. */
function standardFails(edges: Edges): boolean {
  const { before, first, last, after } = edges;
  const isWord = (char: string) => char !== '' && !/\s/.test(char) && !PUNCTUATION.test(char);
  return spaced(edges) || (PUNCTUATION.test(first) && isWord(before)) || (PUNCTUATION.test(last) && isWord(after));
}

/** Index of the next run of exactly as many asterisks, in the same paragraph. */
function closingRun(masked: string, run: string): number {
  const limit = Math.min(masked.length, LONGEST);
  for (let at = run.length; at < limit; at++) {
    if (masked[at] === '\\') at++;
    else if (masked[at] === '*') {
      const start = at;
      while (masked[at + 1] === '*') at++;
      if (at - start + 1 === run.length) return start;
    }
  }
  return -1;
}

function first(text: string): string {
  return String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) as number]));
}

function last(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}
