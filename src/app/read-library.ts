import type { TakenScan } from '../announce/edits-in-place.js';
import { identify } from '../announce/identify.js';
import { isVisible, type Post, type Problem } from '../content/post.js';
import type { KnownPost } from '../engine/engine.js';
import { createLibrary } from '../library/create-library.js';
import type { Library } from '../library/library.js';
import type { Content } from './open-content.js';

/** One look at the content: what was read, and what readers may see of it. */
export interface Snapshot {
  library: Library;
  /** Every readable post with its settled identity, invisible ones included. */
  posts: readonly Post[];
  problems: readonly Problem[];
  /** When the next post appears or expires (ms since the epoch), if one will. */
  nextChange?: number;
  /** What the ledger was told; only of the watcher's looks. */
  taken?: TakenScan;
}

/** What a look needs besides the posts. */
export interface LookOptions {
  content: Pick<Content, 'reader' | 'scan'>;
  /** Other spellings of terms, from the config. */
  aliases: Record<string, string>;
  /** ms since the epoch. */
  now: number;
  /** Places of the content that may have changed; absent: all of it. */
  places?: readonly string[];
  /** The look before this one: what did not change since is not reckoned again. */
  before?: Snapshot;
}

/** Reads the content once, posts keeping the identity the ledger knows them by. */
export async function readLibrary(known: readonly KnownPost[], options: LookOptions): Promise<Snapshot> {
  const { posts, problems } = await options.content.scan(options.places);
  return snapshot(identify(posts, known), problems, options);
}

/** What readers may see of the posts at a moment. */
export function snapshot(
  posts: readonly Post[],
  problems: readonly Problem[],
  { content: { reader }, aliases, now, before }: LookOptions,
): Snapshot {
  const visible = posts.filter((post) => isVisible(post, now));
  const sources = { article: (post: Post) => reader.article(post), search: reader.search, aliases };
  return {
    library: before ? before.library.after(visible) : createLibrary(visible, sources),
    posts,
    problems,
    nextChange: nextChange(posts, now),
  };
}

function nextChange(posts: readonly Post[], now: number): number | undefined {
  let next = Number.POSITIVE_INFINITY;
  for (const { draft, time, expires } of posts) {
    if (draft) continue;
    if (time > now) next = Math.min(next, time);
    if (expires !== undefined && expires > now) next = Math.min(next, expires);
  }
  return next === Number.POSITIVE_INFINITY ? undefined : next;
}
