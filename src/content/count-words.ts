/** Readers of Chinese read about this many characters a minute, readers of other scripts this many words. */
const CHARACTERS_PER_MINUTE = 400;
const WORDS_PER_MINUTE = 220;

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;
/** Inside a word, these join its parts: `it's`, `v1.2`, `sofa-boot`, `a/b`. */
const JOINERS = new Set([..."'’.:_/-"].map((char) => char.charCodeAt(0)));

/** Chinese (and Japanese) characters count one each, other words as words. */
export function countWords(text: string): { words: number; readingMinutes: number } {
  let characters = 0;
  let others = 0;
  let inWord = false;
  let joined = false;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) code = text.codePointAt(at++) as number;
    const kind = kindOf(code);
    if (kind === 'unspaced') characters++;
    else if (kind === 'letter' && !inWord && !joined) others++;
    // A joiner goes on with the word only when a letter follows it.
    joined = inWord && kind === 'other' && JOINERS.has(code);
    inWord = kind === 'letter';
  }
  const minutes = characters / CHARACTERS_PER_MINUTE + others / WORDS_PER_MINUTE;
  return { words: characters + others, readingMinutes: Math.max(1, Math.round(minutes)) };
}

type Kind = 'letter' | 'unspaced' | 'other';

/**
 * Nearly all text is ASCII, common Chinese and its punctuation, which takes no regular expression to tell.
 * @param code a code point
 */
function kindOf(code: number): Kind {
  if (code < 0x80) {
    const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
    return isLetter ? 'letter' : 'other';
  }
  if (code >= 0x4e00 && code <= 0x9fff) return 'unspaced';
  if ((code >= 0x3000 && code <= 0x3004) || (code >= 0xff01 && code <= 0xff0f) || (code >= 0x2010 && code <= 0x2027))
    return 'other';
  const char = String.fromCodePoint(code);
  if (UNSPACED.test(char)) return 'unspaced';
  return LETTER.test(char) ? 'letter' : 'other';
}
