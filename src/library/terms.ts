import { distance } from 'fastest-levenshtein';
import { areEdits, type Differences } from '../content/differences.js';
import { exchange } from '../content/newest-first.js';
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
  /** The table after a few posts changed: only their terms are reckoned anew. */
  after(changes: Differences): TermTable;
}

/** What each kind of term is in a post. */
const SPELLINGS: Record<TermKind, (post: Post) => readonly string[]> = {
  tag: (post) => post.tags,
  category: (post) => post.categories,
  author: (post) => post.authors.map((author) => author.name),
  language: (post) => [post.lang],
};

interface Entry {
  term: Term;
  /** Newest first. */
  posts: readonly Post[];
}

/**
 * @param posts newest first
 * @param aliases other spellings by the one that counts, e.g. `k8s: Kubernetes`
 */
export function createTermTable(kind: TermKind, posts: readonly Post[], aliases: Record<string, string>): TermTable {
  const spellings = readAliases(kind, aliases);
  const entries = new Map<string, Entry>();
  for (const [identity, own] of gather(posts, spellings)) {
    entries.set(identity, { term: termOf(identity, own, spellings), posts: own });
  }
  return tableOf(entries, sortedTerms(entries), spellings);
}

function tableOf(entries: ReadonlyMap<string, Entry>, terms: readonly Term[], spellings: Spellings): TermTable {
  return {
    terms,
    find: (spelling) => entries.get(spellings.identityOf(spelling))?.term,
    posts: (spelling) => entries.get(spellings.identityOf(spelling))?.posts ?? [],
    nearest: (spelling, limit) => nearestTerms(terms, spelling, limit),
    after(changes) {
      const { gone, come } = changes;
      const next = new Map(entries);
      const [left, joined] = [gather(gone, spellings), gather(come, spellings)];
      // With the same terms in the same place no count and no name changes.
      const renames = !areEdits(changes, (post) => [post.id, post.path, post.time, spellings.of(post)]);
      for (const identity of new Set([...left.keys(), ...joined.keys()])) {
        const before = entries.get(identity);
        const own = exchange(before?.posts ?? [], left.get(identity) ?? [], joined.get(identity) ?? []);
        if (own.length === 0) next.delete(identity);
        else
          next.set(identity, { term: before && !renames ? before.term : termOf(identity, own, spellings), posts: own });
      }
      return tableOf(next, renames ? sortedTerms(next) : terms, spellings);
    },
  };
}

/** How terms of one kind are spelled. */
interface Spellings {
  kind: TermKind;
  of(post: Post): readonly string[];
  /** What all spellings of a term share. */
  identityOf(spelling: string): string;
  /** The same for a spelling of a post, which is remembered: folding takes longer than looking up, and thousands share a few. */
  known(spelling: string): string;
  /** The spelling that counts of a term that others are aliases of, by identity. */
  mains: ReadonlyMap<string, string>;
}

function readAliases(kind: TermKind, aliases: Record<string, string>): Spellings {
  const canonical = new Map(Object.entries(aliases).map(([other, main]) => [termIdentity(other), main]));
  const identities = new Map<string, string>();
  const fold = (spelling: string) => {
    const identity = termIdentity(spelling);
    const main = canonical.get(identity);
    return main === undefined ? identity : termIdentity(main);
  };
  const identityOf = (spelling: string) => identities.get(spelling) ?? fold(spelling);
  return {
    kind,
    of: SPELLINGS[kind],
    identityOf,
    known(spelling) {
      const identity = identityOf(spelling);
      identities.set(spelling, identity);
      return identity;
    },
    mains: new Map([...canonical.values()].map((main) => [termIdentity(main), main])),
  };
}

/** The posts of each term, by its identity, in their order. */
function gather(posts: readonly Post[], { of, known }: Spellings): Map<string, Post[]> {
  const gathered = new Map<string, Post[]>();
  for (const post of posts) {
    for (const spelling of of(post)) {
      const identity = known(spelling);
      if (identity === '') continue;
      const own = gathered.get(identity);
      if (!own) gathered.set(identity, [post]);
      else if (own.at(-1) !== post) own.push(post);
    }
  }
  return gathered;
}

function termOf(identity: string, posts: readonly Post[], spellings: Spellings): Term {
  const name = displayName(identity, posts, spellings);
  return { kind: spellings.kind, key: foldTerm(name), name, count: posts.length };
}

/** The most used spelling; of a term that others are aliases of, one of its own. */
function displayName(identity: string, posts: readonly Post[], { of, known, mains }: Spellings): string {
  const main = mains.get(identity);
  const counts = new Map<string, number>();
  // Oldest first, so that of equally used spellings the one used first stays the name.
  for (let at = posts.length - 1; at >= 0; at--) {
    for (const spelling of of(posts[at] as Post)) {
      if (known(spelling) === identity) counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
    }
  }
  const own =
    main === undefined ? [...counts] : [...counts].filter(([spelling]) => termIdentity(spelling) === identity);
  const [best] = own.sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? (main as string);
}

function sortedTerms(entries: ReadonlyMap<string, Entry>): Term[] {
  return [...entries.values()].map(({ term }) => term).sort(byUse);
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
