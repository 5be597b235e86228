import type { Post } from '../content/post.js';
import type { Library } from '../library/library.js';
import { fingerprint } from './fingerprint.js';

/**
 * Which posts a page shows as related, reckoned when a page is drawn and remembered: between two changes nearly all of it
 * stays as it was. Keep one for as long as the process runs.
 */
export interface RelatedMemory {
  /** What each post of a library shows as related. */
  of(library: Library, limit: number): (post: Post) => readonly Post[];
  /** What is remembered, as JSON, for {@link createRelatedMemory} of a later process. */
  saved(): SavedRelated[];
}

/** A post's id, its content hash, a fingerprint of its kinship, and the ids of those related to it. */
export type SavedRelated = [id: string, hash: string, kinship: string, related: string[]];

export function createRelatedMemory(saved: readonly SavedRelated[] = []): RelatedMemory {
  const remembered = new Map(saved.map(([id, hash, kinship, related]) => [id, { hash, kinship, related }]));
  /** Of the library before, whether reckoned by now or not. */
  let before: ReadonlySet<string> = new Set(remembered.keys());
  return {
    of(library, limit) {
      const kinshipOf = (post: Post) => fingerprint(library.kinship(post));
      const reckon = (post: Post): string[] => {
        const related = library.related(post, limit).map(({ id }) => id);
        remembered.set(post.id, { hash: post.contentHash, kinship: kinshipOf(post), related });
        return related;
      };
      let settled = false;
      /** A post that is new or different belongs with others now, most likely with those it is related to, and not with those it was. */
      const settle = () => {
        settled = true;
        for (const id of remembered.keys()) if (!library.byId(id)) remembered.delete(id);
        const changed = library.posts.filter((post) => {
          const known = remembered.get(post.id);
          if (!known) return before.size > 0 && !before.has(post.id);
          if (!known.related.every((id) => library.byId(id))) return true;
          if (known.hash === post.contentHash) return false;
          // Most edits change nothing that others could have in common with it; reckoning takes a look at all posts.
          known.hash = post.contentHash;
          return known.kinship !== kinshipOf(post);
        });
        const ids = new Set(changed.map(({ id }) => id));
        for (const id of ids) remembered.delete(id);
        const showing = [...remembered].filter(([, { related }]) => related.some((id) => ids.has(id)));
        const touched = new Set([...showing.map(([id]) => id), ...changed.flatMap(reckon)]);
        for (const id of ids) touched.delete(id);
        for (const id of touched) remembered.delete(id);
        before = new Set(library.posts.map(({ id }) => id));
      };
      return (post) => {
        if (!settled) settle();
        const related = remembered.get(post.id)?.related ?? reckon(post);
        return related.map((id) => library.byId(id)).filter((other) => other !== undefined);
      };
    },
    saved: () => [...remembered].map(([id, { hash, kinship, related }]) => [id, hash, kinship, related]),
  };
}
