import { differences } from '../content/differences.js';
import { newestFirst } from '../content/newest-first.js';
import type { ArticleBody, Post } from '../content/post.js';
import type { SearchIndex } from '../content/search-index.js';
import { lazy } from '../lazy.js';
import { type AddressBook, createAddressBook } from './address-book.js';
import type { Library, TermKind } from './library.js';
import { createRelated, kinshipOf, type RelatedSources } from './related.js';
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
  return libraryOf(isSorted(posts) ? posts : [...posts].sort(newestFirst), sources, new Map());
}

/** Up to this many changes are made in the term tables there are; after more, they are made anew. */
const FEW = 100;

/** @param tables those that are there already */
function libraryOf(sorted: readonly Post[], sources: LibrarySources, tables: Map<TermKind, TermTable>): Library {
  const ids = lazy(() => new Map(sorted.map((post) => [post.id, post])));
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
  const akin: RelatedSources = { salient: (hashes) => sources.search.salient(hashes), recommends };
  const related = lazy(() => createRelated(sorted, akin));

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
    kinship: (post) => kinshipOf(post, akin),
    resolve: (link) => addresses().resolve(link),
    article: (post) => sources.article(post),
    after(later) {
      if (!isSorted(later)) return createLibrary(later, sources);
      const changes = differences(sorted, later);
      const few = changes.gone.length + changes.come.length <= FEW;
      const kept = few ? [...tables].map(([kind, made]) => [kind, made.after(changes)] as const) : [];
      return libraryOf(later, sources, new Map(kept));
    },
  };
}

/** Scans give their posts in order, and sorting 50,000 again would take longer than everything else here. */
function isSorted(posts: readonly Post[]): boolean {
  return posts.every((post, at) => at === 0 || newestFirst(posts[at - 1] as Post, post) < 0);
}
