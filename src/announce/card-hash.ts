import { createHash } from 'node:crypto';
import type { Post } from '../content/post.js';

/** Hash of what an edit must touch to change a sent announcement: title, description, cover, tags, link and the author's note. */
export function cardHash(post: Post): string {
  const card = [post.title, post.description, post.cover ?? '', post.tags, post.url, post.announce.note ?? ''];
  return createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 16);
}
