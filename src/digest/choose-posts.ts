import type { Post } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import { urlKey } from './link-key.js';

export interface PostChoice {
  /** Newest first, at most the limit. */
  posts: Post[];
  /** How many more there are. */
  more: number;
}

/**
 * The new posts of a period: dated within it, and in no earlier edition, nor left out of one by
 * a reviewer. A post that was merged late, dated within the
 * period of the last edition but after that went out, is new as well; older ones are not, so that a batch of imported
 * posts floods nothing.
 *
 * @param candidates posts the job wants
 * @param from ms since the epoch, inclusive
 * @param to ms since the epoch, exclusive
 * @param previous earlier editions, newest first
 */
export function choosePosts(
  candidates: readonly Post[],
  { from, to, limit, previous }: { from: number; to: number; limit: number; previous: readonly EditionRecord[] },
): PostChoice {
  const shown = new Set([
    ...previous.flatMap(({ posts }) => posts).flatMap(({ id, url }) => [id, urlKey(url)]),
    ...previous.flatMap(({ dropped = [] }) => dropped).map(urlKey),
  ]);
  const since = Math.min(from, lateSince(previous[0], limit) ?? from);
  const found = candidates
    .filter((post) => post.time >= since && post.time < to && !shown.has(post.id) && !shown.has(urlKey(post.url)))
    .sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1));
  return { posts: found.slice(0, limit), more: Math.max(0, found.length - limit) };
}

/** Where the last edition began, if it had room left: then what it lacks had not come yet. */
function lateSince(last: EditionRecord | undefined, limit: number): number | undefined {
  return last && last.posts.length < limit ? Date.parse(last.from) : undefined;
}
