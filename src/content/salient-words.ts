import { PairCounts } from './pair-counts.js';
import { scanRuns } from './scan-runs.js';
import { foldForSearch, withParts } from './search-words.js';

/** Words kept of each article. */
const KEPT = 40;
/** Characters of a text that are counted: by then it has said what it is about. */
const LOOKED_AT = 50_000;
/** Letters of a word that counts. */
const SHORTEST = 3;
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
  counts.add(text.slice(0, LOOKED_AT), 1);
  return counts.most(KEPT);
}

class Counts {
  private readonly pairs = new PairCounts();
  private readonly words = new Map<string, number>();

  add(text: string, weight: number): void {
    const folded = foldForSearch(withParts(text));
    scanRuns(folded, (start, end, unspaced) => {
      if (unspaced && end - start > 1) this.addPairs(folded, start, end, weight);
      else if (unspaced) this.addWord(folded.slice(start, end), weight);
      else if (end - start >= SHORTEST) this.addLetters(folded.slice(start, end), weight);
    });
  }

  most(number: number): string[] {
    const repeated: [word: string, times: number][] = [];
    for (const entry of this.words) if (entry[1] > 1) repeated.push(entry);
    this.pairs.forEach((pair, times) => {
      if (times > 1) repeated.push([String.fromCharCode(pair >>> 16, pair & 0xffff), times]);
    });
    return repeated
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, number)
      .map(([word]) => word);
  }

  private addLetters(word: string, weight: number): void {
    if (!COMMON.has(word) && !/^\d+$/.test(word)) this.addWord(word, weight);
  }

  private addWord(word: string, weight: number): void {
    this.words.set(word, (this.words.get(word) ?? 0) + weight);
  }

  private addPairs(text: string, start: number, end: number, weight: number): void {
    for (let at = start + 1; at < end; at++) {
      this.pairs.add((text.charCodeAt(at - 1) << 16) | text.charCodeAt(at), weight);
    }
  }
}
