import { closest, distance } from 'fastest-levenshtein';

/** The candidate nearest to a word, when a typo (about one in three letters, two swapped ones are two) could explain the difference. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lower = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]));
  const nearest = closest(word.toLowerCase(), [...lower.keys()]);
  const most = Math.ceil(word.length / 3);
  return distance(word.toLowerCase(), nearest) <= most ? lower.get(nearest) : undefined;
}
