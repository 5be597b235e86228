import { foldForSearch, IS_UNSPACED, RUN, withParts } from './search-words.js';

/** Words kept of each article. */
const KEPT = 40;
/** A word in the title counts as if it stood in the text this often. */
const IN_TITLE = 5;

/** English words that say nothing about a text's subject. Chinese pairs need no list: rarity across the library sorts them out. */
const COMMON = new Set(
  `the and for that this with from are was were been have has had not but you your our their its can will would should could
  may might one two all any some more most other such than then there here when where which who what how why into over under
  about after before also only very just use used using https http www com org html img png jpg gif www file type name value
  true false null new return public private static void class int string import func var let const err nil`.split(
    /\s+/,
  ),
);

/**
 * The words an article uses most, for finding related ones; those used once are left out. Rarity is for the library to
 * weigh. Words of Chinese are pairs of characters.
 */
export function salientWords(title: string, text: string): string[] {
  const counts = new Counts();
  counts.add(title, IN_TITLE);
  counts.add(text, 1);
  return counts.most(KEPT);
}

/** Pairs are counted by their two UTF-16 units as one number: a text has thousands, and making a string of each takes longest. */
class Counts {
  private readonly pairs = new Map<number, number>();
  private readonly words = new Map<string, number>();

  add(text: string, weight: number): void {
    for (const [run] of foldForSearch(withParts(text)).matchAll(RUN)) {
      if (IS_UNSPACED.test(run)) this.addPairs(run, weight);
      else if (run.length > 2 && !COMMON.has(run) && !/^\d+$/.test(run)) this.addWord(run, weight);
    }
  }

  most(number: number): string[] {
    const repeated: [word: string, times: number][] = [];
    for (const entry of this.words) if (entry[1] > 1) repeated.push(entry);
    for (const [pair, times] of this.pairs) {
      if (times > 1) repeated.push([String.fromCharCode(pair >>> 16, pair & 0xffff), times]);
    }
    return repeated
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, number)
      .map(([word]) => word);
  }

  private addWord(word: string, weight: number): void {
    this.words.set(word, (this.words.get(word) ?? 0) + weight);
  }

  private addPairs(run: string, weight: number): void {
    if (run.length === 1) this.addWord(run, weight);
    for (let at = 1; at < run.length; at++) {
      const pair = (run.charCodeAt(at - 1) << 16) | run.charCodeAt(at);
      this.pairs.set(pair, (this.pairs.get(pair) ?? 0) + weight);
    }
  }
}
