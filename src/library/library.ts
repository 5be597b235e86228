import type { ArticleBody, Link, Post } from '../content/post.js';

export type TermKind = 'tag' | 'category' | 'author' | 'language';

/** A tag, category, author or language of the library. */
export interface Term {
  kind: TermKind;
  /** The folded spelling (NFKC, lower case, spaces and slashes to `-`): the identity of the term and its address. */
  key: string;
  /** The most used spelling. */
  name: string;
  count: number;
}

export interface SearchResult {
  /** How many posts match in all. */
  total: number;
  /** The asked page of them, best first. */
  posts: Post[];
}

/**
 * The posts readers may see, at one moment; immutable. Made by `createLibrary` whenever something changed.
 * Lists of posts are newest first.
 */
export interface Library {
  readonly posts: readonly Post[];
  byId(id: string): Post | undefined;
  /** By URL or path of the article, aliases included; trailing slash, case of the host and percent-encoding do not matter. */
  byUrl(url: string): Post | undefined;
  /** Most used first. */
  terms(kind: TermKind): readonly Term[];
  /** Any spelling. */
  term(kind: TermKind, spelling: string): Term | undefined;
  byTerm(kind: TermKind, spelling: string): readonly Post[];
  /** Terms a typo away from the spelling, or that contain it; most likely first. */
  nearestTerms(kind: TermKind, spelling: string, limit: number): Term[];
  /** Full text; waits for posts that are not indexed yet. An empty query finds nothing. @throws when the content is closed */
  search(query: string, page: { limit: number; offset: number }): Promise<SearchResult>;
  /** Most related first; never the post itself. */
  related(post: Post, limit: number): Post[];
  /** What of a post its relations go by, told without looking at the others: while that stays the same, so do they. */
  kinship(post: Post): string;
  /** The post a recommended link means: by URL, alias or title (punctuation-, width- and space-insensitively). */
  resolve(link: Link): Post | undefined;
  /** The post's body. */
  article(post: Post): ArticleBody;
  /** The library of the same sources with other posts. Where few of them changed, the terms are not reckoned anew. */
  after(posts: readonly Post[]): Library;
}
