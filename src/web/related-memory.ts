import type { Post } from '../content/post.js';
import type { Library } from '../library/library.js';

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

/** A post's id, its content hash, and the ids of those related to it. */
export type SavedRelated = [id: string, hash: string, related: string[]];

export function createRelatedMemory(saved: readonly SavedRelated[] = []): RelatedMemory {
  const remembered = new Map(saved.map(([id, hash, related]) => [id, { hash, related }]));
  /** Of the library before, whether reckoned by now or not. */
  let before: ReadonlySet<string> = new Set(remembered.keys());
  return {
    of(library, limit) {
      const reckon = (post: Post): string[] => {
        const related = library.related(post, limit).map(({ id }) => id);
        remembered.set(post.id, { hash: post.contentHash, related });
        return related;
      };
      let settled = false;
      /** A post that is new or different belongs with others now, most likely with those it is related to. */
      const settle = () => {
        settled = true;
        for (const id of remembered.keys()) if (!library.byId(id)) remembered.delete(id);
        const changed = library.posts.filter((post) => {
          const known = remembered.get(post.id);
          if (!known) return before.size > 0 && !before.has(post.id);
          return known.hash !== post.contentHash || !known.related.every((id) => library.byId(id));
        });
        for (const { id } of changed) remembered.delete(id);
        const touched = new Set(changed.flatMap(reckon));
        for (const { id } of changed) touched.delete(id);
        for (const id of touched) remembered.delete(id);
        before = new Set(library.posts.map(({ id }) => id));
      };
      return (post) => {
        if (!settled) settle();
        const related = remembered.get(post.id)?.related ?? reckon(post);
        return related.map((id) => library.byId(id)).filter((other) => other !== undefined);
      };
    },
    saved: () => [...remembered].map(([id, { hash, related }]) => [id, hash, related]),
  };
}
