/** Readers of Chinese read about this many characters a minute, readers of other scripts this many words. */
const CHARACTERS_PER_MINUTE = 400;
const WORDS_PER_MINUTE = 220;

const CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const WORD = /[\p{L}\p{N}]+(?:['’.:_/-][\p{L}\p{N}]+)*/gu;

/** Chinese (and Japanese) characters count one each, other words as words. */
export function countWords(text: string): { words: number; readingMinutes: number } {
  const characters = text.match(CHARACTER)?.length ?? 0;
  const others = text.replace(CHARACTER, ' ').match(WORD)?.length ?? 0;
  const minutes = characters / CHARACTERS_PER_MINUTE + others / WORDS_PER_MINUTE;
  return { words: characters + others, readingMinutes: Math.max(1, Math.round(minutes)) };
}
