import type { TokenizerAndRendererExtension, Tokens } from 'marked';

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

/** Takes what marked's own emphasis would refuse; everything else is left to it. */
export const cjkEmphasis: TokenizerAndRendererExtension = {
  name: 'cjkEmphasis',
  level: 'inline',
  tokenizer(src, tokens): Tokens.Em | Tokens.Strong | undefined {
    const run = src[0] === '*' ? /^\*{1,3}(?!\*)/.exec(src)?.[0] : undefined;
    const before = last(tokens.at(-1)?.raw ?? '');
    if (!run || before === '*') return undefined;
    const close = closingRun(src, run);
    if (close === -1) return undefined;
    const inner = src.slice(run.length, close);
    const edges = { before, first: first(inner), last: last(inner), after: first(src.slice(close + run.length)) };
    // Two bold runs that met (`****`) also confuse the standard's rule.
    const refused = standardFails(edges) || /(?<!\*)\*{4}(?!\*)/.test(inner);
    if (!refused || /\n\s*\n/.test(inner)) return undefined;
    const meant = spaced(edges)
      ? spacedButMeant(run, inner, edges)
      : Object.values(edges).some((edge) => CJK.test(edge));
    const text = inner.trim();
    if (!meant || text === '') return undefined;

    const raw = src.slice(0, close + run.length);
    const inline = this.lexer.inlineTokens(text);
    if (run.length === 1) return { type: 'em', raw, text, tokens: inline };
    const strong: Tokens.Strong = { type: 'strong', raw, text, tokens: inline };
    return run.length === 2 ? strong : { type: 'em', raw, text, tokens: [strong] };
  },
};

interface Edges {
  before: string;
  first: string;
  last: string;
  after: string;
}

/** `** 重点 **`, `**name **后文` and `**1. @name **` at the start of a line are bold to whoever wrote them; `2 ** 3 ** 4` is not. */
function spacedButMeant(run: string, inner: string, { before, first, after }: Edges): boolean {
  if (run.length === 1 || inner.includes('\n')) return false;
  if (/\p{Script=Han}/u.test(inner)) return true;
  const opens = !SPACE.test(first) && (before === '' || SPACE.test(before) || PUNCTUATION.test(before));
  return opens && inner.length < 100 && (before === '' || CJK.test(after));
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

/** Index of the next run of exactly as many asterisks, outside code and links. */
function closingRun(src: string, run: string): number {
  const limit = Math.min(src.length, LONGEST);
  for (let at = run.length; at < limit; at++) {
    const char = src[at];
    if (char === '\\') at++;
    else if (char === '`') at = skip(src, at, /`+/y);
    else if (char === '[') at = skip(src, at, /\[[^[\]]*\]\([^()\s]*\)/y);
    else if (char === '*') {
      const start = at;
      while (src[at + 1] === '*') at++;
      if (at - start + 1 === run.length) return start;
    }
  }
  return -1;
}

/** Index of the last character of a code span, or of what `whole` matches, that begins at `at`. */
function skip(src: string, at: number, whole: RegExp): number {
  whole.lastIndex = at;
  const found = whole.exec(src)?.[0];
  if (!found) return at;
  if (found[0] !== '`') return at + found.length - 1;
  const close = src.indexOf(found, at + found.length);
  return close === -1 ? at + found.length - 1 : close + found.length - 1;
}

function first(text: string): string {
  return String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) as number]));
}

function last(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}
