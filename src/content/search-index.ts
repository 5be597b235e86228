import type { ContentCache } from './content-cache.js';
import { oneTypoApart } from './one-typo-apart.js';
import { type Run, runsOf, wordsOfRun } from './search-words.js';

/** Shorter words have too many neighbours for a typo to be guessed, or a beginning to mean anything. */
const SHORTEST_TYPO = 4;
const SHORTEST_PREFIX = 3;
/** A word that more articles have says little about any of them: then only the place and the date count. */
const MOST_WEIGHED = 400;

/** The articles that match, by their numbers: a common word is in thousands, and an object for each would take longer than finding it. */
export interface SearchHits {
  /** By where everything asked for stands: in the title, else in title and terms (tags, categories, authors), else in the text. */
  places: readonly [title: readonly number[], terms: readonly number[], text: readonly number[]];
  /**
   * BM25 by number: the smaller (more negative), the more the article is about it. Equal texts have equal scores. Absent
   * where so many match that it says little.
   */
  scores?: ReadonlyMap<number, number>;
  /** Whose numbers they are. */
  articles: NumberedArticles;
}

/** Articles by number. Others give other numbers to the same ones. */
export interface NumberedArticles {
  /** Post.contentHash. */
  hashOf(number: number): string | undefined;
}

/** One thing a hit must have. */
export interface SearchTerm {
  /** Folded texts that must stand one after the other. */
  runs: string[];
  /** The last run may go on (`regis` finds `registry`). */
  prefix: boolean;
  /** It stood in quotes and is taken literally. */
  quoted: boolean;
}

/** Full text over everything that was ever scanned; callers keep the hits that are posts of their library. */
export interface SearchIndex {
  /**
   * See {@link findInIndex}. Waits, without standing in anybody's way, until everything scanned is indexed: after a first
   * scan of thousands of posts that takes seconds.
   * @throws when the content is closed meanwhile
   */
  find(query: string): Promise<SearchHits>;
  /** The words that articles use most, by content hash, the most used first; those without any are missing. */
  salient(hashes: readonly string[]): ReadonlyMap<string, readonly string[]>;
}

export const NO_HITS: SearchHits = { places: [[], [], []], articles: { hashOf: () => undefined } };

/** The index where nothing was scanned. */
export const emptyIndex: SearchIndex = { find: async () => NO_HITS, salient: () => new Map() };

/**
 * The indexed articles that match. Every word must be there; "words in quotes" one after the other; a word of three letters
 * or more may go on. What finds nothing is tried word by word, and then with one typo in a word corrected. An empty query
 * finds nothing.
 */
export function findInIndex(query: string, cache: ContentCache): SearchHits {
  const asked = parseQuery(query);
  const readings = [() => asked, () => relax(asked), () => relax(asked).map((term) => correct(term, cache))];
  for (const reading of readings) {
    const terms = reading();
    const hits = terms.length === 0 ? undefined : search(terms, cache);
    if (hits) return hits;
  }
  return { ...NO_HITS, articles: cache };
}

function search(terms: readonly SearchTerm[], cache: ContentCache): SearchHits | undefined {
  const expression = expressionOf(terms);
  const found = cache.matching(expression);
  if (found.length === 0) return undefined;
  const inTerms = cache.matching(`{title terms} : (${expression})`);
  // What stands in the title stands in title and terms.
  const inTitle = inTerms.length === 0 ? [] : cache.matching(`{title} : (${expression})`);
  return {
    places: [inTitle, without(inTerms, inTitle), without(found, inTerms)],
    ...(found.length <= MOST_WEIGHED && { scores: cache.scores(expression) }),
    articles: cache,
  };
}

/** All but some of them; both sorted. */
function without(all: readonly number[], some: readonly number[]): readonly number[] {
  let next = 0;
  return all.filter((number) => {
    if (number !== some[next]) return true;
    next++;
    return false;
  });
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Without what was in quotes: every run for itself, long Chinese ones word by word, and the rest as beginnings of words. */
function relax(terms: readonly SearchTerm[]): SearchTerm[] {
  return terms.flatMap((term) => (term.quoted ? [term] : term.runs.flatMap(relaxRun)));
}

function relaxRun(text: string): SearchTerm[] {
  if (!(runsOf(text)[0] as Run).unspaced) return [{ runs: [text], prefix: true, quoted: false }];
  const words: string[] = [];
  let single = '';
  for (const { segment } of segmenter.segment(text)) {
    // What the segmenter does not know falls apart into single characters (网 格); side by side they are a word.
    if ([...segment].length === 1) single += segment;
    else {
      words.push(...([...single].length > 1 ? [single] : []), segment);
      single = '';
    }
  }
  if ([...single].length > 1) words.push(single);
  return (words.length > 0 ? words : [text]).map((word) => ({ runs: [word], prefix: false, quoted: false }));
}

function parseQuery(query: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const [, quoted, bare] of query.slice(0, 500).matchAll(/["“”„＂]([^"“”„＂]+)["“”„＂]?|([^\s"“”„＂]+)/g)) {
    const runs = runsOf(quoted ?? bare ?? '');
    if (runs.length === 0) continue;
    const last = runs.at(-1) as Run;
    const prefix = quoted === undefined && !last.unspaced && last.text.length >= SHORTEST_PREFIX;
    terms.push({ runs: runs.map((run) => run.text), prefix, quoted: quoted !== undefined });
  }
  return terms.slice(0, 20);
}

/** FTS5's query: every term a phrase, all of them required. */
function expressionOf(terms: readonly SearchTerm[]): string {
  return terms.map((term) => `(${phrases(term).join(' OR ')})`).join(' AND ');
}

/** In quotes, Chinese words with a space between them also mean the same without. */
function phrases(term: SearchTerm): string[] {
  const joined = term.runs.join(' ').replace(/(?<=[\p{Script=Han}]) (?=[\p{Script=Han}])/gu, '');
  const runs = joined.split(' ');
  return runs.length === term.runs.length ? [phrase(term)] : [phrase(term), phrase({ ...term, runs })];
}

function phrase({ runs, prefix }: SearchTerm): string {
  const parsed = runs.map((text) => runsOf(text)[0] as Run);
  const words = parsed.flatMap((run, index) => {
    const all = wordsOfRun(run);
    // The single character at a run's end stands in the index only where a run ends there.
    const goesOn = run.unspaced && all.length > 1 && index === parsed.length - 1;
    return goesOn ? all.slice(0, -1) : all;
  });
  return words.map((word) => `"${word}"`).join(' + ') + (prefix ? ' *' : '');
}

/** A word that is nowhere, as the most used word one typo away. */
function correct(term: SearchTerm, cache: ContentCache): SearchTerm {
  if (term.quoted) return term;
  const runs = term.runs.map((run) => {
    const [parsed] = runsOf(run) as [Run];
    if (parsed.unspaced || run.length < SHORTEST_TYPO || !/^[a-z]/.test(run)) return run;
    if (cache.matches(`"${run}"${term.prefix ? ' *' : ''}`)) return run;
    return nearestWord(run, cache) ?? run;
  });
  return runs.some((run, index) => run !== term.runs[index]) ? { ...term, runs } : term;
}

/** The most used word one slip away. */
function nearestWord(word: string, cache: ContentCache): string | undefined {
  // It begins with the same letter, or with the second (the first two swapped, or the first doubled) …
  const alike = [...new Set(word.slice(0, 2))]
    .flatMap((letter) => cache.spellings(letter, word.length - 1, word.length + 1))
    .filter((each) => oneTypoApart(each, word));
  // … or the first letter is another, or was left out.
  const other = cache.spelled([...LETTERS].flatMap((letter) => [letter + word.slice(1), letter + word]));
  const candidates = [...alike, ...other]
    .map((each) => ({ word: each, articles: cache.frequency(each) }))
    .filter(({ articles }) => articles > 0);
  candidates.sort((a, b) => b.articles - a.articles || (a.word < b.word ? -1 : 1));
  return candidates[0]?.word;
}
