import type { Match } from '../config/schema.js';
import type { Post } from '../content/post.js';
import type { Library, TermKind } from '../library/library.js';

/** The posts a `match` wants, newest first: of each list that is not empty, a post needs one term. */
export function matchingPosts(library: Library, match: Match): Post[] {
  const lists: [TermKind, string[]][] = [
    ['tag', match.tags],
    ['category', match.categories],
    ['author', match.authors],
    ['language', match.languages],
  ];
  const wanted = lists
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => new Set(names.flatMap((name) => library.byTerm(kind, name)).map(({ id }) => id)));
  const sections = new Set(match.sections.map((name) => name.toLowerCase()));
  return library.posts.filter(
    (post) =>
      wanted.every((ids) => ids.has(post.id)) && (sections.size === 0 || sections.has(post.section.toLowerCase())),
  );
}
