import { differences } from '../content/differences.js';
import type { Post } from '../content/post.js';
import type { KnownLibrary } from '../engine/engine.js';

/** A scan that was brought into the ledger. */
export interface TakenScan {
  /** As the content reader gave them. */
  read: readonly Post[];
  /** The same posts in the same order, with their settled identities. */
  posts: readonly Post[];
}

/** All that one scan has changed since another: the text of a few posts, which stay where they are. */
export interface EditsInPlace {
  /** As the content reader gave them. */
  posts: readonly Post[];
  /** The identities the posts had, and have if {@link stand}. */
  ids: readonly string[];
  /**
   * Whether each post is known to the ledger under its address and is there: then each keeps its identity, nothing is
   * new, and no other post is concerned, so that a plan from these posts and records alone is the plan from all of them.
   */
  stand(known: KnownLibrary): boolean;
  /** All posts of the scan with settled identities, given those of the edited ones, in their order. */
  among(settled: readonly Post[]): Post[];
}

/** More at once are looked at with all the rest: whether half a library is gone cannot be seen from a few posts. */
const FEW = 5;

/**
 * What makes the usual look at a library cheap: an author saves a post, and 50,000 others need not be compared with the
 * ledger for that.
 * @returns undefined when anything else has changed
 */
export function editsInPlace(before: TakenScan, read: readonly Post[]): EditsInPlace | undefined {
  const { gone, come } = differences(before.read, read);
  if (come.length > FEW || come.length !== gone.length) return undefined;
  const renamed = new Map<Post, Post>();
  for (const [at, post] of before.read.entries()) {
    if (post !== before.posts[at]) renamed.set(post, before.posts[at] as Post);
  }
  const ids = new Map(gone.map((post) => [post.url, (renamed.get(post) ?? post).id]));
  if (!come.every(({ url }) => ids.has(url))) return undefined;
  return {
    posts: come,
    ids: come.map(({ url }) => ids.get(url) as string),
    stand({ initialised, restoredFrom, posts }) {
      const addresses = new Map(posts.filter((post) => !post.gone).map(({ id, url }) => [id, url]));
      const known = come.every(({ url }) => addresses.get(ids.get(url) as string) === url);
      return initialised && restoredFrom === undefined && known;
    },
    among(settled) {
      for (const [at, post] of come.entries()) renamed.set(post, settled[at] as Post);
      return read.map((post) => renamed.get(post) ?? post);
    },
  };
}
