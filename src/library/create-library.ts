import type { ArticleBody, Post } from '../content/post.js';
import type { SearchIndex } from '../content/search-index.js';
import { lazy } from '../lazy.js';
import { type AddressBook, createAddressBook } from './address-book.js';
import type { Library, TermKind } from './library.js';
import { createRelated } from './related.js';
import { createSearch } from './search-posts.js';
import { createTermTable, type TermTable } from './terms.js';

export interface LibrarySources {
  article(post: Post): ArticleBody;
  search: SearchIndex;
  /** Other spellings of terms (`aliases:` of the config). */
  aliases?: Record<string, string>;
}

/**
 * The library of some posts, at one moment. What takes work (term tables, address book, kinship) is made when first
 * asked for, so that a change of one post among 50,000 costs next to nothing.
 * @param posts only those readers may see
 */
export function createLibrary(posts: readonly Post[], sources: LibrarySources): Library {
  const sorted = isSorted(posts) ? posts : [...posts].sort(byTime);
  const ids = lazy(() => new Map(sorted.map((post) => [post.id, post])));
  const tables = new Map<TermKind, TermTable>();
  const table = (kind: TermKind): TermTable => {
    const made = tables.get(kind) ?? createTermTable(kind, sorted, sources.aliases ?? {});
    tables.set(kind, made);
    return made;
  };
  const addresses = lazy<AddressBook>(() => createAddressBook(sorted));
  const search = lazy(() => createSearch(sorted, sources.search));
  const recommends = (post: Post): Post[] => {
    const found = post.recommends.map((link) => addresses().resolve(link));
    return [...new Set(found)].filter((other) => other !== undefined && other.id !== post.id) as Post[];
  };
  const related = lazy(() =>
    createRelated(sorted, { salient: (post) => sources.search.salient(post.contentHash), recommends }),
  );

  return {
    posts: sorted,
    byId: (id) => ids().get(id),
    byUrl: (url) => addresses().byUrl(url),
    terms: (kind) => table(kind).terms,
    term: (kind, spelling) => table(kind).find(spelling),
    byTerm: (kind, spelling) => table(kind).posts(spelling),
    nearestTerms: (kind, spelling, limit) => table(kind).nearest(spelling, limit),
    search: (query, page) => search()(query, page),
    related: (post, limit) => related()(post, limit),
    resolve: (link) => addresses().resolve(link),
    article: (post) => sources.article(post),
  };
}

/** Newest first; at one moment by path, so that the order is always the same. */
function byTime(a: Post, b: Post): number {
  return b.time - a.time || (a.path < b.path ? -1 : 1);
}

/** Scans give their posts in order, and sorting 50,000 again would take longer than everything else here. */
function isSorted(posts: readonly Post[]): boolean {
  return posts.every((post, at) => at === 0 || byTime(posts[at - 1] as Post, post) < 0);
}
