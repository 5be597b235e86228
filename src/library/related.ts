import type { Post } from '../content/post.js';
import { termIdentity } from './fold-term.js';

/** A term that more than this part of the library has says nothing about kinship. */
const COMMON_SHARE = 0.25;

/** How much each kind of kinship counts; a shared term or word counts times its rarity (the logarithm of how few share it). */
const WEIGHTS = { tag: 3, category: 1.5, author: 1, word: 1, recommends: 8, recommendedBy: 6, sharedRecommendation: 1 };

export interface RelatedSources {
  /** Posts by content hash that share rare words with one; see SearchIndex.akin. */
  akin(post: Post): ReadonlyMap<string, number>;
  /** Posts of the library that a post recommends. */
  recommends(post: Post): readonly Post[];
}

/** Finds posts akin to another: shared rare terms and words, and recommendations in either direction. */
export function createRelated(posts: readonly Post[], sources: RelatedSources): (post: Post, limit: number) => Post[] {
  const byHash = new Map(posts.map((post) => [post.contentHash, post]));
  const holders = new Map<string, Post[]>();
  for (const post of posts) {
    for (const { key } of featuresOf(post, sources)) {
      const list = holders.get(key);
      if (list) list.push(post);
      else holders.set(key, [post]);
    }
  }
  const most = Math.max(20, posts.length * COMMON_SHARE);

  return (post, limit) => {
    const scores = new Map<Post, number>();
    const add = (other: Post, score: number) => scores.set(other, (scores.get(other) ?? 0) + score);
    for (const { key, weight } of featuresOf(post, sources)) {
      const sharing = holders.get(key) ?? [];
      if (sharing.length > most) continue;
      const rarity = Math.log(1 + posts.length / sharing.length);
      for (const other of sharing) add(other, weight * rarity);
    }
    for (const [hash, score] of sources.akin(post)) {
      const other = byHash.get(hash);
      if (other) add(other, WEIGHTS.word * score);
    }
    for (const other of sources.recommends(post)) add(other, WEIGHTS.recommends);
    for (const other of holders.get(`recommends ${post.id}`) ?? []) add(other, WEIGHTS.recommendedBy);
    return [...scores]
      .filter(([other]) => other.id !== post.id)
      .sort((a, b) => b[1] - a[1] || b[0].time - a[0].time || (a[0].path < b[0].path ? -1 : 1))
      .slice(0, limit)
      .map(([other]) => other);
  };
}

function featuresOf(post: Post, sources: RelatedSources): { key: string; weight: number }[] {
  const features = new Map<string, number>();
  const add = (kind: string, values: readonly string[], weight: number) => {
    for (const value of values) if (value !== '') features.set(`${kind} ${value}`, weight);
  };
  const names = post.authors.map(({ name }) => termIdentity(name));
  add('category', post.categories.map(termIdentity), WEIGHTS.category);
  add('author', names, WEIGHTS.author);
  add('tag', [...post.tags, ...post.keywords].map(termIdentity), WEIGHTS.tag);
  add(
    'recommends',
    sources.recommends(post).map(({ id }) => id),
    WEIGHTS.sharedRecommendation,
  );
  return [...features].map(([key, weight]) => ({ key, weight }));
}
