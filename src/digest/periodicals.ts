import type { Post } from '../content/post.js';
import { foldTitle } from '../library/fold-term.js';
import type { Library } from '../library/library.js';

/** Fewer posts than this make no series. */
const FEWEST_ISSUES = 4;
/** This share of a category's titles must begin with its name. */
const SHARE = 0.8;

/**
 * The ids of posts that are issues of a periodical (`SOFA Weekly | …` in the category SOFA Weekly): news of their week,
 * which nobody needs to read again later.
 */
export function periodicalPosts(library: Library): Set<string> {
  const issues = library.terms('category').flatMap(({ name }) => {
    const posts = library.byTerm('category', name);
    const named = posts.filter((post: Post) => foldTitle(post.title).startsWith(foldTitle(name)));
    return posts.length >= FEWEST_ISSUES && named.length >= SHARE * posts.length ? posts : [];
  });
  return new Set(issues.map(({ id }) => id));
}
