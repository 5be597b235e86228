import { type Run, wordsOfRun } from './search-words.js';

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

/** The words an article uses most, for finding related ones; those used once are left out. Rarity is for the library to weigh. */
export function salientWords(title: readonly Run[], text: readonly Run[]): string[] {
  const counts = new Map<string, number>();
  const count = (runs: readonly Run[], weight: number) => {
    for (const run of runs) {
      if (!run.unspaced && (run.text.length < 3 || COMMON.has(run.text) || /^\d+$/.test(run.text))) continue;
      const words = wordsOfRun(run);
      for (let at = run.unspaced && words.length > 1 ? words.length - 2 : words.length - 1; at >= 0; at--) {
        const word = words[at] as string;
        counts.set(word, (counts.get(word) ?? 0) + weight);
      }
    }
  };
  count(title, IN_TITLE);
  count(text, 1);
  return [...counts]
    .filter(([, times]) => times > 1)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, KEPT)
    .map(([word]) => word);
}
