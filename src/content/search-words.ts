/** Scripts without spaces between words: their runs are indexed as overlapping pairs. */
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\u30FC\\u3005';
const RUN = new RegExp(`[${UNSPACED}]+|[\\p{L}\\p{N}\\p{M}](?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])*`, 'gu');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');

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
  return [...foldForSearch(text).matchAll(RUN)].map(([run]) => ({ text: run, unspaced: IS_UNSPACED.test(run) }));
}

/**
 * The words of a run as the index has them. Chinese: 服务网格 is `服务 务网 网格 格`: a phrase of pairs finds exactly the text
 * (also two characters, and none that were not neighbours), and the single one at the end makes a last character findable.
 */
export function wordsOfRun({ text, unspaced }: Run): string[] {
  if (!unspaced) return [text];
  const characters = [...text];
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}

/** A text as the index takes it. */
export function indexWords(text: string): string {
  return runsOf(text).flatMap(wordsOfRun).join(' ');
}
