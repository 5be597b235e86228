import type { Link, Post } from '../content/post.js';
import type { Library } from '../library/library.js';
import type { ReadingInput } from './choose-readings.js';
import { editionOfPost } from './edition-of-post.js';
import { urlKey } from './link-key.js';
import { perLibrary } from './per-library.js';
import { byWorth, type Candidate, readingOf, worth } from './reading-candidate.js';
import { titleKey } from './same-article.js';

const DAY = 86_400_000;
/** Posts older than this no longer have a say in what is recommended. */
const RECENT = 180 * DAY;

const postsByTitle = perLibrary(({ posts }) => new Map(posts.map((post) => [titleKey(post.title), post])));

/** What posts before `to` recommend, best first. */
export function recommendedReadings({ library, matching, from, to }: ReadingInput): Candidate[] {
  const groups = new Map<string, Group>();
  const byTitle = postsByTitle(library);
  for (const post of matching) {
    if (post.time >= to || post.time < to - RECENT) continue;
    for (const link of post.recommends) {
      const target = targetOf(link, library, byTitle);
      if (!target || target.post?.id === post.id || (target.post && target.post.time >= from)) continue;
      const group = groups.get(target.key) ?? { target, by: new Set(), score: 0, addresses: [] };
      if (!group.by.has(post.id)) group.score += worth(to - post.time);
      group.by.add(post.id);
      group.addresses.push(target.url);
      groups.set(target.key, group);
    }
  }
  return [...groups.values()]
    .map(({ target, by, score, addresses }, place) => ({
      score,
      place,
      reading: {
        ...(target.post ? readingOf(target.post) : { title: target.title, url: mostUsed(addresses) }),
        source: { type: 'recommended' as const, count: by.size },
      },
    }))
    .sort(byWorth);
}

/** One article and who recommends it. */
interface Group {
  target: Target;
  /** Ids of the posts. */
  by: Set<string>;
  score: number;
  /** As the posts give it, newest first. */
  addresses: string[];
}

/** The address most posts agree on; the newest of equals. */
function mostUsed(addresses: string[]): string {
  const uses = (url: string) => addresses.filter((other) => urlKey(other) === urlKey(url)).length;
  return addresses.reduce((best, url) => (uses(url) > uses(best) ? url : best));
}

interface Target {
  key: string;
  title: string;
  url: string;
  post?: Post;
}

/**
 * Where a recommendation leads. Articles elsewhere are told apart by title: authors often paste the wrong address, and
 * seldom the wrong title.
 */
function targetOf(link: Link, library: Library, byTitle: ReadonlyMap<string, Post>): Target | undefined {
  const title = titleKey(link.title);
  const post = library.resolve(link) ?? (title === '' ? undefined : byTitle.get(title));
  // The article of an edition is a list of readings itself.
  if (post && editionOfPost(post)) return undefined;
  if (post) return { key: `post ${post.id}`, title: post.title, url: post.url, post };
  if (!link.url || urlKey(link.url) === '' || title === '') return undefined;
  return { key: `title ${title}`, title: link.title, url: link.url };
}
