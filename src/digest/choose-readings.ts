import { type Link, type Post, summaryOf } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Reading } from './edition.js';
import { editionOfPost } from './edition-of-post.js';
import { urlKey } from './link-key.js';
import { periodicalPosts } from './periodicals.js';
import { SeenArticles, titleKey } from './same-article.js';

const DAY = 86_400_000;
/** Posts older than this no longer have a say in what is recommended. */
const RECENT = 180 * DAY;
/** A post's recommendation counts half as much after this long. */
const HALF_LIFE = 30 * DAY;
/** An article is not recommended again within this time of an edition that recommended it. */
const REMEMBER = 2 * 366 * DAY;
/** A post that an edition announced as new may be recommended after this long, when nothing unseen is left that fits. */
const SETTLED = 91 * DAY;

/** An article of a friend's feed. */
export interface FriendItem {
  title: string;
  url: string;
  /** ms since the epoch; items without a date are not used. */
  time: number;
  /** The feed's name, to show. */
  feed: string;
  /** Plain text. */
  excerpt?: string;
  cover?: string;
}

export interface ReadingInput {
  library: Library;
  /** Posts the job wants. */
  matching: readonly Post[];
  /** The new posts of this edition. */
  newPosts: readonly Post[];
  friends: readonly FriendItem[];
  /** ms since the epoch. */
  from: number;
  to: number;
  limit: number;
  previous: readonly EditionRecord[];
  /** URLs of further articles that must not come again. */
  seen: readonly string[];
}

/** A reading with what it is worth. */
interface Candidate {
  reading: Reading;
  /** Recommendations by recent posts, each worth less the older it is. */
  score: number;
  /** Breaks a tie: the place in which it was met, newest post first, in each post's own order. */
  place?: number;
}

/**
 * What to read besides the new posts: first what recent posts recommend most, mixed with the newest of friends' feeds
 * (half of the list at most), then older articles of the library. Never a new post, never what an edition of the last
 * two years recommended, nor what one of the last three months announced. The same input gives the same list.
 */
export function chooseReadings(input: ReadingInput): Reading[] {
  const list = new ReadingList(input);
  for (const { reading } of [...recommended(input), ...friendly(input)].sort(byWorth)) list.add(reading);
  if (!list.full) for (const { reading } of evergreen(input)) list.add(reading);
  return list.readings;
}

/** Takes what it may, in the order it is offered. */
class ReadingList {
  readonly readings: Reading[] = [];
  private readonly taken: SeenArticles;
  /** What editions announced as new long enough ago. */
  private readonly settled: SeenArticles;
  private friends = 0;

  constructor(private readonly input: ReadingInput) {
    const { previous, newPosts, to, seen } = input;
    const since = (age: number) => previous.filter((edition) => Date.parse(edition.to) > to - age);
    this.taken = new SeenArticles([
      ...since(REMEMBER).flatMap(({ readings }) => readings),
      ...since(SETTLED).flatMap(({ posts }) => posts),
      ...newPosts,
    ]);
    for (const url of seen) this.taken.addUrl(url);
    this.settled = new SeenArticles(since(REMEMBER).flatMap(({ posts }) => posts));
  }

  get full(): boolean {
    return this.readings.length >= this.input.limit;
  }

  add(reading: Reading): void {
    const { type } = reading.source;
    if (this.full || this.taken.has(reading)) return;
    if (type !== 'evergreen' && this.settled.has(reading)) return;
    if (type === 'friend' && this.friends >= Math.ceil(this.input.limit / 2)) return;
    if (type === 'friend') this.friends += 1;
    this.taken.add(reading);
    this.readings.push(reading);
  }
}

/** What posts before `to` recommend, best first. */
function recommended({ library, matching, from, to }: ReadingInput): Candidate[] {
  const groups = new Map<string, Group>();
  const byTitle = new Map(library.posts.map((post) => [titleKey(post.title), post]));
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
        ...readingOf({ ...target, url: mostUsed(addresses) }),
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

function worth(age: number): number {
  return 0.5 ** (age / HALF_LIFE);
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

function readingOf({ title, url, post }: Target): Omit<Reading, 'source'> {
  if (!post) return { title, url };
  return { title, url, post, excerpt: summaryOf(post) || undefined, cover: post.cover, date: post.date };
}

/** Friends' articles of the period, feed by feed in turn so that a busy one does not crowd out the others. */
function friendly({ friends, from, to }: ReadingInput): Candidate[] {
  const turns = new Map<string, number>();
  return friends
    .filter((item) => item.time >= from && item.time < to && urlKey(item.url) !== '')
    .sort((a, b) => b.time - a.time || compare(a.url, b.url))
    .map((item) => {
      const turn = turns.get(item.feed) ?? 0;
      turns.set(item.feed, turn + 1);
      const { title, url, feed, excerpt, cover, time } = item;
      const source = { type: 'friend' as const, name: feed };
      const reading: Reading = { title, url, excerpt, cover, source, date: new Date(time).toISOString() };
      // Worth as much as one recommendation of its day; the second of a feed half of that, and so on.
      return { reading, score: worth(to - time) / (turn + 1) };
    });
}

/**
 * Older posts, best first: how many posts ever recommended them, how well they go with the new ones, and a little for
 * their length. Unseen ones come before those that an edition once announced; issues of a periodical are none.
 */
function evergreen({ library, matching, newPosts, from, to, previous }: ReadingInput): Candidate[] {
  const issues = periodicalPosts(library);
  const announced = new Set(previous.flatMap(({ posts }) => posts).map(({ id }) => id));
  const evidence = new Map<string, number>();
  const add = (post: Post | undefined, score: number) => {
    if (post) evidence.set(post.id, (evidence.get(post.id) ?? 0) + score);
  };
  for (const post of library.posts) {
    if (post.time >= to || editionOfPost(post)) continue;
    for (const target of new Set(post.recommends.map((link) => library.resolve(link)))) add(target, 1);
  }
  for (const post of newPosts) {
    if (issues.has(post.id)) continue;
    for (const [rank, related] of library.related(post, 10).entries()) add(related, 1 / (rank + 1));
  }
  return matching
    .filter((post) => post.time < from && !issues.has(post.id))
    .map((post) => ({
      score:
        (evidence.get(post.id) ?? 0) + Math.min(post.readingMinutes, 30) / 100 - (announced.has(post.id) ? 100 : 0),
      reading: {
        ...readingOf({ key: '', title: post.title, url: post.url, post }),
        source: { type: 'evergreen' as const },
      },
    }))
    .sort(byWorth);
}

/** The order must not depend on how the input was ordered: worth, then place, then newer, then address. */
function byWorth(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    (a.place ?? 0) - (b.place ?? 0) ||
    compare(b.reading.date ?? '', a.reading.date ?? '') ||
    compare(a.reading.url, b.reading.url)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
