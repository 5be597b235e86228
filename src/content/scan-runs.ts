/** Scripts without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u30FC\u3005]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;

const UNKNOWN = 0;
const NONE = 1;
const IS_LETTER = 2;
const IS_UNSPACED = 3;
/** `_` goes on with a word, and begins none. */
const JOINS = 4;

/** What each character up to U+FFFF is, once it was met: a regular expression a character takes ten times as long. */
const kinds = new Uint8Array(0x10000);

/**
 * Finds the runs of a text that words are made of: of letters and digits, or of characters of a script without spaces.
 * @param visit gets each run's first and last but one index, in order
 */
export function scanRuns(text: string, visit: (start: number, end: number, unspaced: boolean) => void): void {
  let start = -1;
  let inside = NONE;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) as number;
    const kind = kindOf(code);
    const goesOn = kind === inside || (kind === JOINS && inside === IS_LETTER);
    if (start !== -1 && !goesOn) {
      visit(start, at, inside === IS_UNSPACED);
      start = -1;
    }
    if (start === -1 && (kind === IS_LETTER || kind === IS_UNSPACED)) {
      start = at;
      inside = kind;
    }
    at += code > 0xffff ? 2 : 1;
  }
  if (start !== -1) visit(start, text.length, inside === IS_UNSPACED);
}

function kindOf(code: number): number {
  if (code > 0xffff) return classify(code);
  const known = kinds[code] as number;
  if (known !== UNKNOWN) return known;
  const kind = classify(code);
  kinds[code] = kind;
  return kind;
}

function classify(code: number): number {
  const character = String.fromCodePoint(code);
  if (UNSPACED.test(character)) return IS_UNSPACED;
  if (LETTER.test(character)) return IS_LETTER;
  return character === '_' ? JOINS : NONE;
}
