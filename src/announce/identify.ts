import { createHash } from 'node:crypto';
import type { Post } from '../content/post.js';
import type { KnownPost } from '../engine/engine.js';

/**
 * Gives every post the identity it has had so far. A post is one that is known when it has its URL, or lists that URL
 * among its aliases, or has the same body under a new path, or is the same file under a new URL; the first of these
 * that holds, each known post once. The rest are new, and get an id that no other post has.
 *
 * @returns the posts in their order, with settled `id` and `guid`
 */
export function identify(posts: readonly Post[], known: readonly KnownPost[]): Post[] {
  const settled = new Map<Post, Identity>();
  const free = new Set(known);
  for (const keysOf of WAYS) {
    const index = new Map<string, KnownPost>();
    // A post that is gone gives way to one that is there.
    for (const each of [...free].sort((a, b) => Number(b.gone) - Number(a.gone))) {
      for (const key of keysOf.known(each)) index.set(key, each);
    }
    for (const post of posts) {
      if (settled.has(post)) continue;
      const match = keysOf
        .post(post)
        .map((key) => index.get(key))
        .find((each) => each !== undefined && free.has(each));
      if (!match) continue;
      settled.set(post, { id: match.id, guid: match.guid });
      free.delete(match);
    }
  }
  const taken = new Set(known.map(({ id }) => id));
  return posts.map((post) => {
    const { id, guid } = settled.get(post) ?? newIdentity(post, taken);
    // Nearly every post: and who knows the post by its object knows it at the next scan too.
    return id === post.id && guid === post.guid ? post : { ...post, id, guid };
  });
}

type Identity = Pick<Post, 'id' | 'guid'>;

/** The keys by which a post may be known, surest first. */
const WAYS: { post(post: Post): string[]; known(known: KnownPost): string[] }[] = [
  { post: ({ url }) => [url], known: ({ url }) => [url] },
  { post: ({ aliases }) => aliases, known: ({ url }) => [url] },
  { post: ({ bodyHash }) => nonEmpty(bodyHash), known: ({ bodyHash }) => nonEmpty(bodyHash) },
  // Only from one scan to the next: what was deleted long ago has nothing to do with a new file of that name.
  { post: ({ path }) => [path], known: ({ path, gone }) => (gone ? [] : [path]) },
];

function nonEmpty(hash: string): string[] {
  return hash === '' ? [] : [hash];
}

/** The post's own, unless another post that has moved away began at this URL. */
function newIdentity(post: Post, taken: Set<string>): Identity {
  let { id } = post;
  let guid = post.url;
  for (let again = 2; taken.has(id); again++) {
    guid = `${post.url}#${again}`;
    id = createHash('sha256').update(guid).digest('hex').slice(0, 16);
  }
  taken.add(id);
  return { id, guid };
}
