import { distance } from 'fastest-levenshtein';
import { oneTypoApart } from '../content/one-typo-apart.js';
import type { Post } from '../content/post.js';
import { foldTerm, termIdentity } from './fold-term.js';
import type { Term, TermKind } from './library.js';

/** The terms of one kind, and the posts that have them. */
export interface TermTable {
  /** Most used first. */
  terms: readonly Term[];
  find(spelling: string): Term | undefined;
  /** Newest first. */
  posts(spelling: string): readonly Post[];
  nearest(spelling: string, limit: number): Term[];
}

/** What each kind of term is in a post. */
const SPELLINGS: Record<TermKind, (post: Post) => readonly string[]> = {
  tag: (post) => post.tags,
  category: (post) => post.categories,
  author: (post) => post.authors.map((author) => author.name),
  language: (post) => [post.lang],
};

interface Gathered {
  posts: Post[];
  /** How often each spelling is used, first the one used first. */
  spellings: Map<string, number>;
}

/**
 * @param posts newest first
 * @param aliases other spellings by the one that counts, e.g. `k8s: Kubernetes`
 */
export function createTermTable(kind: TermKind, posts: readonly Post[], aliases: Record<string, string>): TermTable {
  const canonical = new Map(Object.entries(aliases).map(([other, main]) => [termIdentity(other), main]));
  const identityOf = (spelling: string) => {
    const identity = termIdentity(spelling);
    const main = canonical.get(identity);
    return main === undefined ? identity : termIdentity(main);
  };
  const gathered = gather(kind, posts, identityOf);
  const names = new Map([...canonical.values()].map((main) => [termIdentity(main), main]));
  const table = new Map<string, { term: Term; posts: Post[] }>();
  for (const [identity, { posts: own, spellings }] of gathered) {
    const name = displayName(identity, spellings, names.get(identity));
    table.set(identity, { term: { kind, key: foldTerm(name), name, count: own.length }, posts: own });
  }
  const terms = [...table.values()].map(({ term }) => term).sort(byUse);
  return {
    terms,
    find: (spelling) => table.get(identityOf(spelling))?.term,
    posts: (spelling) => table.get(identityOf(spelling))?.posts ?? [],
    nearest: (spelling, limit) => nearestTerms(terms, spelling, limit),
  };
}

function gather(
  kind: TermKind,
  posts: readonly Post[],
  identityOf: (spelling: string) => string,
): Map<string, Gathered> {
  const gathered = new Map<string, Gathered>();
  // Oldest first, so that of equally used spellings the one used first stays the name.
  for (let at = posts.length - 1; at >= 0; at--) {
    const post = posts[at] as Post;
    const seen = new Set<string>();
    for (const spelling of SPELLINGS[kind](post)) {
      const identity = identityOf(spelling);
      if (identity === '') continue;
      const entry = gathered.get(identity) ?? { posts: [], spellings: new Map<string, number>() };
      gathered.set(identity, entry);
      entry.spellings.set(spelling, (entry.spellings.get(spelling) ?? 0) + 1);
      if (!seen.has(identity)) entry.posts.push(post);
      seen.add(identity);
    }
  }
  for (const entry of gathered.values()) entry.posts.reverse();
  return gathered;
}

/** The most used spelling; of a term that others are aliases of, one of its own. */
function displayName(identity: string, spellings: Map<string, number>, main: string | undefined): string {
  const own =
    main === undefined ? [...spellings] : [...spellings].filter(([spelling]) => termIdentity(spelling) === identity);
  const [best] = own.sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? (main as string);
}

function byUse(a: Term, b: Term): number {
  return b.count - a.count || (a.key < b.key ? -1 : 1);
}

/** Terms that contain what was typed or are contained in it, or are a typo (one in three letters) away; the nearest first. */
function nearestTerms(terms: readonly Term[], spelling: string, limit: number): Term[] {
  const wanted = termIdentity(spelling);
  if (wanted === '') return terms.slice(0, limit);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const scored = terms.flatMap((term) => {
    const identity = termIdentity(term.name);
    const typos = oneTypoApart(identity, wanted) ? 1 : distance(identity, wanted);
    if (typos <= most && typos < wanted.length) return [{ term, score: typos }];
    if (identity.includes(wanted)) return [{ term, score: 1 + (identity.length - wanted.length) / 20 }];
    if (wanted.includes(identity) && identity.length > 1)
      return [{ term, score: 2 + (wanted.length - identity.length) / 20 }];
    return [];
  });
  return scored
    .sort((a, b) => a.score - b.score || byUse(a.term, b.term))
    .slice(0, limit)
    .map(({ term }) => term);
}
