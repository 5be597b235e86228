import type { Post } from '../content/post.js';
import type { ReadingInput } from './choose-readings.js';
import { editionOfPost } from './edition-of-post.js';
import { perLibrary } from './per-library.js';
import { periodicalPosts } from './periodicals.js';
import { byWorth, type Candidate, readingOf } from './reading-candidate.js';

/** Ranks of related posts that count for something. */
const RELATED = 10;
/** Longer than this (minutes) is no better; a minute counts as a hundredth of a recommendation. */
const LONG_READ = 30;
const MINUTE = 0.01;
/** Puts what an edition once announced behind everything unseen. */
const ANNOUNCED = 1_000_000;

const issuesOf = perLibrary(periodicalPosts);

/** Posts with those of the library that they recommend; an edition's article has no say. */
const recommendations = perLibrary((library) =>
  library.posts
    .filter((post) => post.recommends.length > 0 && !editionOfPost(post))
    .map((post) => ({ post, targets: new Set(post.recommends.map((link) => library.resolve(link))) })),
);

/**
 * Older posts, best first: how many posts ever recommended them, how well they go with the new ones, and a little for
 * their length. Unseen ones come before those that an edition once announced; issues of a periodical are none.
 */
export function evergreenReadings({ library, matching, newPosts, from, to, previous }: ReadingInput): Candidate[] {
  const issues = issuesOf(library);
  const announced = new Set(previous.flatMap(({ posts }) => posts).map(({ id }) => id));
  const evidence = new Map<string, number>();
  const add = (post: Post | undefined, score: number) => {
    if (post) evidence.set(post.id, (evidence.get(post.id) ?? 0) + score);
  };
  for (const { post, targets } of recommendations(library)) {
    if (post.time < to) for (const target of targets) add(target, 1);
  }
  for (const post of newPosts) {
    if (issues.has(post.id)) continue;
    for (const [rank, related] of library.related(post, RELATED).entries()) add(related, 1 / (rank + 1));
  }
  return matching
    .filter((post) => post.time < from && !issues.has(post.id))
    .map((post) => ({
      score:
        (evidence.get(post.id) ?? 0) +
        Math.min(post.readingMinutes, LONG_READ) * MINUTE -
        (announced.has(post.id) ? ANNOUNCED : 0),
      reading: { ...readingOf(post), source: { type: 'evergreen' as const } },
    }))
    .sort(byWorth);
}
