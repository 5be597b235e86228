import { type Post, summaryOf } from '../content/post.js';
import type { Library, TermKind } from '../library/library.js';

const DEFAULT_LIMIT = 20;
const LARGEST_LIMIT = 100;

/** `/api/posts` as it was asked; every value is text from the URL. */
export interface PostsQuery {
  tag?: string;
  category?: string;
  author?: string;
  language?: string;
  q?: string;
  limit?: string;
  cursor?: string;
}

/** The answer of `/api/posts`. */
export interface PostsPage {
  posts: PostJson[];
  /** How many match in all. */
  total: number;
  /** Give it back as `cursor` for the next page; null on the last. */
  next: string | null;
}

export interface PostJson {
  id: string;
  title: string;
  url: string;
  date: string;
  updated: string;
  language: string;
  authors: { name: string; url?: string }[];
  categories: string[];
  tags: string[];
  summary: string;
  cover: string | null;
  readingMinutes: number;
}

/** A value in the URL that cannot be used; `message` says which and `hint` how to mend it. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/**
 * Posts that match everything asked for: newest first, or best first when words are searched.
 * @throws {QueryError} for a `limit` or `cursor` that is none
 */
export async function postsPage(library: Library, query: PostsQuery): Promise<PostsPage> {
  const limit = readLimit(query.limit);
  const matches = await filtered(library, query);
  const start = startOf(matches, query);
  const posts = matches.slice(start, start + limit);
  const last = posts.at(-1);
  const more = start + posts.length < matches.length;
  return {
    posts: posts.map(postJson),
    total: matches.length,
    next: more && last ? writeCursor(query.q ? start + posts.length : last) : null,
  };
}

async function filtered(library: Library, query: PostsQuery): Promise<readonly Post[]> {
  const kinds: TermKind[] = ['tag', 'category', 'author', 'language'];
  const wanted = kinds.flatMap((kind) => {
    const spelling = query[kind];
    return spelling === undefined || spelling === ''
      ? []
      : [new Set(library.byTerm(kind, spelling).map((post) => post.id))];
  });
  const candidates = query.q
    ? (await library.search(query.q, { limit: library.posts.length, offset: 0 })).posts
    : library.posts;
  return candidates.filter((post) => wanted.every((ids) => ids.has(post.id)));
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) {
    throw new QueryError(`limit "${text}" is not a number from 1`, `give a whole number from 1 to ${LARGEST_LIMIT}`);
  }
  return Math.min(limit, LARGEST_LIMIT);
}

/** In a list by date a cursor names the last post seen, so that new posts do not shift the pages; in search, a count. */
function writeCursor(after: Post | number): string {
  const value = typeof after === 'number' ? [after] : [after.time, after.id];
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function startOf(matches: readonly Post[], { cursor, q }: PostsQuery): number {
  if (cursor === undefined || cursor === '') return 0;
  const value = readCursor(cursor);
  if (q) return typeof value[0] === 'number' && value.length === 1 ? value[0] : badCursor(cursor);
  const [time, id] = value;
  if (typeof time !== 'number' || typeof id !== 'string') return badCursor(cursor);
  const seen = matches.findIndex((post) => post.id === id);
  if (seen >= 0) return seen + 1;
  const older = matches.findIndex((post) => post.time < time);
  return older < 0 ? matches.length : older;
}

function readCursor(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : badCursor(cursor);
  } catch {
    return badCursor(cursor);
  }
}

function badCursor(cursor: string): never {
  throw new QueryError(
    `cursor "${cursor}" is not one of ours`,
    'use the `next` of the page before, with the same query',
  );
}

function postJson(post: Post): PostJson {
  const { id, title, url, date, updated, lang, authors, categories, tags, cover, readingMinutes } = post;
  return {
    id,
    title,
    url,
    date,
    updated,
    language: lang,
    authors,
    categories,
    tags,
    summary: summaryOf(post),
    cover: cover ?? null,
    readingMinutes,
  };
}
