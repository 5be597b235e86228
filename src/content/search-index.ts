import { distance } from 'fastest-levenshtein';
import type { ContentCache } from './content-cache.js';
import { type Run, runsOf, wordsOfRun } from './search-words.js';

/** Shorter words have too many neighbours for a typo to be guessed, or a beginning to mean anything. */
const SHORTEST_TYPO = 4;
const SHORTEST_PREFIX = 3;

export interface SearchHit {
  /** Post.contentHash. */
  hash: string;
  /** BM25, title over terms over body; the smaller, the better. Equal texts have equal scores. */
  score: number;
}

export interface SearchAnswer {
  hits: SearchHit[];
  /** What was searched for in the end, folded: the runs each hit has (typos corrected). */
  terms: SearchTerm[];
}

/** One thing a hit must have. */
export interface SearchTerm {
  /** Folded texts that must stand one after the other. */
  runs: string[];
  /** The last run may go on (`regis` finds `registry`). */
  prefix: boolean;
}

/** Full text over everything that was ever scanned; callers keep the hits that are posts of their library. */
export interface SearchIndex {
  /** Every word must be there; "words in quotes" one after the other. An empty query finds nothing. */
  find(query: string): SearchAnswer;
  /** Words that tell what an article is about, the most telling first. */
  salient(hash: string): string[];
}

export function createSearchIndex(cache: () => ContentCache): SearchIndex {
  return {
    find(query) {
      const terms = parseQuery(query);
      if (terms.length === 0) return { hits: [], terms };
      const hits = cache().search(expressionOf(terms));
      if (hits.length > 0) return { hits, terms };
      const corrected = terms.map((term) => correct(term, cache()));
      const changed = corrected.some((term, index) => term !== terms[index]);
      return changed ? { hits: cache().search(expressionOf(corrected)), terms: corrected } : { hits: [], terms };
    },
    salient: (hash) => cache().salient(hash),
  };
}

function parseQuery(query: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const [, quoted, bare] of query.slice(0, 500).matchAll(/["“”„＂]([^"“”„＂]+)["“”„＂]?|([^\s"“”„＂]+)/g)) {
    const runs = runsOf(quoted ?? bare ?? '');
    if (runs.length === 0) continue;
    const last = runs.at(-1) as Run;
    const prefix = quoted === undefined && !last.unspaced && last.text.length >= SHORTEST_PREFIX;
    terms.push({ runs: runs.map((run) => run.text), prefix });
  }
  return terms.slice(0, 20);
}

/** FTS5's query: every term a phrase, all of them required. */
function expressionOf(terms: readonly SearchTerm[]): string {
  return terms.map((term) => `(${phrase(term)})`).join(' AND ');
}

function phrase({ runs, prefix }: SearchTerm): string {
  const words = runs.flatMap((text, index) => {
    const [run] = runsOf(text) as [Run];
    const all = wordsOfRun(run);
    // The single character at a run's end stands in the index only where a run ends there.
    const inside = run.unspaced && all.length > 1 ? all.slice(0, -1) : all;
    return index < runs.length - 1 && run.unspaced ? all : inside;
  });
  const last = runs.at(-1) as string;
  const single = [...last].length === 1 && (runsOf(last)[0] as Run).unspaced;
  return words.map((word) => `"${word}"`).join(' + ') + (prefix || single ? ' *' : '');
}

/** A word that is nowhere, as the most used word one typo away. */
function correct(term: SearchTerm, cache: ContentCache): SearchTerm {
  const runs = term.runs.map((run) => {
    const [parsed] = runsOf(run) as [Run];
    if (parsed.unspaced || run.length < SHORTEST_TYPO || !/^[a-z]/.test(run)) return run;
    if (cache.search(`"${run}"${term.prefix ? ' *' : ''}`).length > 0) return run;
    return nearestWord(run, cache) ?? run;
  });
  return runs.some((run, index) => run !== term.runs[index]) ? { ...term, runs } : term;
}

/** Words beginning with the same letter, or with the second (the first mistyped, doubled or left out). */
function nearestWord(word: string, cache: ContentCache): string | undefined {
  const candidates = cache
    .vocabulary('a', '{')
    .filter((each) => Math.abs(each.word.length - word.length) <= 1 && oneTypoApart(each.word, word));
  candidates.sort((a, b) => b.articles - a.articles || (a.word < b.word ? -1 : 1));
  return candidates[0]?.word;
}

/** One letter more, less, other, or two neighbours swapped. */
function oneTypoApart(a: string, b: string): boolean {
  if (distance(a, b) === 1) return true;
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((char, index) => char !== b[index]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
