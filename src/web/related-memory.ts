import type { Post } from '../content/post.js';
import type { Library } from '../library/library.js';

/**
 * Which posts a page showed as related. Reckoning that for a whole library takes a second at 5,000 posts; between two
 * changes nearly all of it stays as it was. Keep one for as long as the process runs.
 */
export interface RelatedMemory {
  /** @param mark changes when the post does */
  of(library: Library, mark: (post: Post) => string, limit: number): Map<string, readonly Post[]>;
}

export function createRelatedMemory(): RelatedMemory {
  let remembered = new Map<string, { mark: string; related: string[] }>();
  return {
    of(library, mark, limit) {
      const next: typeof remembered = new Map();
      const reckon = (post: Post): string[] => {
        const related = library.related(post, limit).map(({ id }) => id);
        next.set(post.id, { mark: mark(post), related });
        return related;
      };
      const touched = new Set<string>();
      for (const post of library.posts) {
        const known = remembered.get(post.id);
        const stands = known?.mark === mark(post) && known.related.every((id) => library.byId(id));
        if (known && stands) next.set(post.id, known);
        // A post that is new or different belongs with others now, most likely with those it is related to.
        else for (const id of reckon(post)) touched.add(id);
      }
      if (remembered.size > 0) {
        for (const id of touched) {
          const post = library.byId(id);
          if (post && next.get(id) === remembered.get(id)) reckon(post);
        }
      }
      remembered = next;
      return new Map(
        [...next].map(([id, { related }]) => [
          id,
          related.map((other) => library.byId(other)).filter((post) => post !== undefined),
        ]),
      );
    },
  };
}
