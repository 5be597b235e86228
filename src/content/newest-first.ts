import type { Post } from './post.js';

/** The order of every list of posts; at one moment by path, so that it is always the same. */
export function newestFirst(a: Post, b: Post): number {
  return b.time - a.time || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

/**
 * A list with a few posts exchanged: their places are found, instead of walking past everything.
 * @param sorted newest first, as is what comes back; it has all that are `gone`
 */
export function exchange(sorted: readonly Post[], gone: Iterable<Post>, come: Iterable<Post>): Post[] {
  const changed = [...sorted];
  for (const post of gone) changed.splice(placeOf(post, changed), 1);
  for (const post of come) changed.splice(placeOf(post, changed), 0, post);
  return changed;
}

/** Index of a post in the order, or where it belongs. */
function placeOf(post: Post, sorted: readonly Post[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (newestFirst(sorted[middle] as Post, post) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
