import { cardHash } from '../../src/announce/card-hash.js';
import type { Post } from '../../src/content/post.js';
import type { KnownPost } from '../../src/engine/engine.js';

/** A post as the ledger knows it after a scan that saw it. */
export function knownPost(post: Post, change: Partial<KnownPost> = {}): KnownPost {
  const { id, guid, url, path, bodyHash } = post;
  return { id, guid, url, path, bodyHash, cardHash: cardHash(post), gone: false, ...change };
}
