import { createHash } from 'node:crypto';
import type { Post } from '../content/post.js';

/** By post: from one scan to the next nearly all are the same objects, and every scan asks for all of them. */
const hashes = new WeakMap<Post, string>();

/** Hash of what an edit must touch to change a sent announcement: title, description, cover, tags, link and the author's note. */
export function cardHash(post: Post): string {
  const known = hashes.get(post);
  if (known !== undefined) return known;
  const card = [post.title, post.description, post.cover ?? '', post.tags, post.url, post.announce.note ?? ''];
  const hash = createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 16);
  hashes.set(post, hash);
  return hash;
}
