import type { Post } from '../content/post.js';
import type { SearchIndex } from '../content/search-index.js';
import { termIdentity } from './fold-term.js';

/** A term that more than this part of the library has says nothing about kinship; of words, a smaller part. */
const COMMON_SHARE = 0.25;
const COMMON_WORD_SHARE = 0.1;
/** In a small library nothing is common. */
const FEW = 20;
/** What more posts than this share is common in any library, however large: reckoning one post then takes no longer. */
const MANY = 1_000;
const MANY_WORD = 250;
/** Of a post's words, this many of the most used that are not common are looked at. */
const MOST_WORDS = 20;

/** Posts whose words are asked for in one go. */
const AT_ONCE = 1_000;

/** How much each kind of kinship counts; a shared term or word counts times its rarity (the logarithm of how few share it). */
const WEIGHTS = { tag: 3, category: 1.5, author: 1, word: 1, recommends: 8, recommendedBy: 6, sharedRecommendation: 1 };

export interface RelatedSources {
  /** See SearchIndex.salient; asked for many posts at once, because each asking takes time. */
  salient: SearchIndex['salient'];
  /** Posts of the library that a post recommends. */
  recommends(post: Post): readonly Post[];
}

/** Places in the library of the posts that share something. */
type Holders = number[];

/** What a post may share with others. */
interface Features {
  terms: { key: string; weight: number }[];
  /** The most used first. */
  words: readonly string[];
  /** Places of posts. */
  recommends: number[];
}

/** Finds posts akin to another: shared rare terms and words, and recommendations in either direction. */
export function createRelated(posts: readonly Post[], sources: RelatedSources): (post: Post, limit: number) => Post[] {
  const places = new Map(posts.map((post, place) => [post.id, place]));
  const placesOf = (some: readonly Post[]) => some.flatMap(({ id }) => places.get(id) ?? []);
  const featuresOf = (some: readonly Post[]) => {
    const salient = sources.salient(some.map(({ contentHash }) => contentHash));
    return some.map((post) =>
      toFeatures(post, salient.get(post.contentHash) ?? [], placesOf(sources.recommends(post))),
    );
  };
  const sharedBy = gather(posts, featuresOf);
  const most = (share: number, many: number) => Math.min(many, Math.max(FEW, posts.length * share));
  // One number a post, set back to 0 after each reckoning: a Map of thousands takes ten times as long.
  const scores = new Float64Array(posts.length);

  return (post, limit) => {
    const touched: number[] = [];
    const add = (place: number, score: number) => {
      if (scores[place] === 0) touched.push(place);
      scores[place] = (scores[place] as number) + score;
    };
    const addAll = (holders: Holders, weight: number) => {
      const rarity = Math.log(1 + posts.length / holders.length);
      for (const place of holders) add(place, weight * rarity);
    };
    const [{ terms, words, recommends }] = featuresOf([post]) as [Features];
    for (const { key, weight } of terms) {
      const holders = sharedBy.get(key) ?? [];
      if (holders.length <= most(COMMON_SHARE, MANY)) addAll(holders, weight);
    }
    const telling = words
      .map((word) => sharedBy.get(word) ?? [])
      .filter(({ length }) => length > 1 && length <= most(COMMON_WORD_SHARE, MANY_WORD));
    for (const holders of telling.slice(0, MOST_WORDS)) addAll(holders, WEIGHTS.word);
    for (const other of recommends) add(other, WEIGHTS.recommends);
    for (const other of sharedBy.get(recommendsKey(places.get(post.id))) ?? []) add(other, WEIGHTS.recommendedBy);

    const own = places.get(post.id);
    if (own !== undefined) scores[own] = 0;
    const best = highest(touched, scores, limit);
    for (const place of touched) scores[place] = 0;
    return best.map((place) => posts[place] as Post);
  };
}

/** All of a post that its kinship goes by, as a text: see Library.kinship. */
export function kinshipOf(post: Post, { salient, recommends }: RelatedSources): string {
  const words = salient([post.contentHash]).get(post.contentHash) ?? [];
  // Whom it recommends by id: places are those of one library.
  return JSON.stringify([post.url, toFeatures(post, words, []), recommends(post).map(({ id }) => id)]);
}

/** The places with the highest scores, highest first; those without any are left out. At equal scores the lower (newer) place. */
function highest(places: readonly number[], scores: Float64Array, limit: number): number[] {
  const score = (place: number) => scores[place] as number;
  const isBetter = (a: number, b: number) => score(a) > score(b) || (score(a) === score(b) && a < b);
  const best: number[] = [];
  for (const place of places) {
    if (score(place) === 0) continue;
    // Nearly all of thousands of places fail here, at the last of a few.
    if (best.length === limit && !isBetter(place, best.at(-1) as number)) continue;
    const at = best.findIndex((other) => isBetter(place, other));
    best.splice(at === -1 ? best.length : at, 0, place);
    if (best.length > limit) best.pop();
  }
  return best;
}

function gather(
  posts: readonly Post[],
  featuresOf: (some: readonly Post[]) => readonly Features[],
): Map<string, Holders> {
  const sharedBy = new Map<string, Holders>();
  const share = (key: string, place: number) => {
    const holders = sharedBy.get(key);
    if (holders) holders.push(place);
    else sharedBy.set(key, [place]);
  };
  for (let first = 0; first < posts.length; first += AT_ONCE) {
    for (const [at, { terms, words }] of featuresOf(posts.slice(first, first + AT_ONCE)).entries()) {
      for (const { key } of terms) share(key, first + at);
      for (const word of words) share(word, first + at);
    }
  }
  return sharedBy;
}

function toFeatures(post: Post, words: readonly string[], recommends: number[]): Features {
  const terms = new Map<string, number>();
  const add = (kind: string, names: readonly string[], weight: number) => {
    for (const name of names) {
      const identity = termIdentity(name);
      if (identity !== '') terms.set(`${kind} ${identity}`, weight);
    }
  };
  add('category', post.categories, WEIGHTS.category);
  add(
    'author',
    post.authors.map(({ name }) => name),
    WEIGHTS.author,
  );
  add('tag', [...post.tags, ...post.keywords], WEIGHTS.tag);
  for (const place of recommends) terms.set(recommendsKey(place), WEIGHTS.sharedRecommendation);
  return {
    terms: [...terms].map(([key, weight]) => ({ key, weight })),
    // Words hold no spaces, and so no key of a term.
    words,
    recommends,
  };
}

function recommendsKey(place: number | undefined): string {
  return `recommends ${place}`;
}
