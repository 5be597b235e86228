import { scanRuns } from './scan-runs.js';

/** Width, case and accents of Latin letters gone: what is typed and what is written meet here. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .normalize('NFC');
}

/** A run of letters, or of Chinese characters (`unspaced`). */
export interface Run {
  text: string;
  unspaced: boolean;
}

/** The runs of a text that can be searched for, folded, in order. */
export function runsOf(text: string): Run[] {
  const folded = foldForSearch(text);
  const runs: Run[] = [];
  scanRuns(folded, (start, end, unspaced) => runs.push({ text: folded.slice(start, end), unspaced }));
  return runs;
}

/**
 * The words of a run as the index has them. Chinese: 服务网格 is `服务 务网 网格 格`: a phrase of pairs finds exactly the text
 * (also two characters, and none that were not neighbours); the single one at its end joins it to what follows.
 */
export function wordsOfRun({ text, unspaced }: Run): string[] {
  if (!unspaced) return [text];
  const characters = [...text];
  return characters.map((character, at) => character + (characters[at + 1] ?? ''));
}

/** A text as the index takes it. */
export function indexWords(text: string): string {
  return wordsOf(runsOf(withParts(text)));
}

/** Runs as the index takes them: in order, and after them each Chinese character once, so that one alone is found at once. */
export function wordsOf(runs: readonly Run[]): string {
  const characters = new Set(runs.flatMap(({ text, unspaced }) => (unspaced ? [...text] : [])));
  return [...runs.flatMap(wordsOfRun), ...characters].join(' ');
}

/** A word of the index (it takes `retry_limit` for two) of Latin letters, not too short for a typo in it to be guessed. */
const SPELLING = /(?<=^|[ _])[a-z0-9][^ _]{2,}/g;

/** The words of an indexed text that a mistyped one may stand for, each once. */
export function spellingsIn(indexed: string): string[] {
  return [...new Set(indexed.match(SPELLING))];
}

const JOINED_WORD = /[A-Za-z]*[A-Z][A-Za-z]*[a-z][A-Za-z0-9]*/g;
const PART = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+/g;

/** The text, and below it the parts of its joined words: whoever looks for `registry` means `SOFARegistry` too. */
export function withParts(text: string): string {
  const parts = new Set<string>();
  for (const [word] of text.matchAll(JOINED_WORD)) {
    const found = word.match(PART) ?? [];
    if (found.length > 1) for (const part of found) if (part.length > 2) parts.add(part);
  }
  return parts.size === 0 ? text : `${text}\n${[...parts].join('\n')}`;
}
