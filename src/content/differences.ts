import type { Post } from './post.js';

/** What one list of posts has and another has not. */
export interface Differences {
  gone: Post[];
  come: Post[];
}

/**
 * What changed from one list of posts to a later one. Unchanged posts are the same objects, and a scan changes few of
 * them, so that this costs next to nothing: whoever remembers what it made of a list looks here what of it still holds.
 */
export function differences(before: readonly Post[], after: readonly Post[]): Differences {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  const [hadBefore, has] = [new Set(old), new Set(fresh)];
  return { gone: old.filter((post) => !has.has(post)), come: fresh.filter((post) => !hadBefore.has(post)) };
}

/**
 * Whether all that somebody looks at in posts is as it was: each post that went is back with the same of it.
 * @param looksAt what that is, as JSON
 */
export function areEdits({ gone, come }: Differences, looksAt: (post: Post) => unknown): boolean {
  const shape = (post: Post) => JSON.stringify(looksAt(post));
  const shapes = new Set(gone.map(shape));
  return gone.length === come.length && come.every((post) => shapes.has(shape(post)));
}
