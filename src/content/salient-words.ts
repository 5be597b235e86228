import { runsOf, wordsOfRun } from './search-words.js';

/** Words kept of each article. */
const KEPT = 40;

/** English words that say nothing about a text's subject. Chinese pairs need no list: rarity across the library sorts them out. */
const COMMON = new Set(
  `the and for that this with from are was were been have has had not but you your our their its can will would should could
  may might one two all any some more most other such than then there here when where which who what how why into over under
  about after before also only very just use used using https http www com org html img png jpg gif www file type name value
  true false null new return public private static void class int string import func var let const err nil`.split(
    /\s+/,
  ),
);

/** The words an article uses most, for finding related ones. Rarity is for the library to weigh. */
export function salientWords(title: string, text: string): string[] {
  const counts = new Map<string, number>();
  const count = (source: string, weight: number) => {
    for (const run of runsOf(source)) {
      if (!run.unspaced && (run.text.length < 3 || COMMON.has(run.text) || /^\d+$/.test(run.text))) continue;
      const words = run.unspaced ? wordsOfRun(run).slice(0, -1) : wordsOfRun(run);
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + weight);
    }
  };
  count(title, 5);
  count(text.slice(0, 50_000), 1);
  return [...counts]
    .filter(([, times]) => times > 1)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, KEPT)
    .map(([word]) => word);
}
