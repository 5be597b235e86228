import type { Post } from '../content/post.js';
import type { SearchHit, SearchIndex } from '../content/search-index.js';
import type { SearchResult } from './library.js';

/** Of two posts whose scores differ by less than this factor neither is more about it; the newer one comes first. */
const STEP = 1.6;
const STEPS = 16;
/** Title, terms, text. */
const PLACES = 3;

/**
 * Full text over the posts of a library: title over terms over text, then how much it is about it, then newest first.
 * @param posts newest first
 */
export function createSearch(
  posts: readonly Post[],
  index: SearchIndex,
): (query: string, page: { limit: number; offset: number }) => Promise<SearchResult> {
  const positions = new Map(posts.map((post, position) => [post.contentHash, position]));
  return async (query, { limit, offset }) => {
    const hits: { hit: SearchHit; position: number }[] = [];
    const best = new Array<number>(PLACES).fill(0);
    for (const hit of await index.find(query)) {
      const position = positions.get(hit.hash);
      if (position === undefined) continue;
      hits.push({ hit, position });
      best[hit.place] = Math.min(best[hit.place] as number, hit.score);
    }
    // Each hit as one number whose order is the ranking: sorting thousands of numbers takes no time.
    const ranks = new Float64Array(hits.length);
    for (const [at, { hit, position }] of hits.entries()) {
      const level = hit.place * STEPS + stepsBelow(best[hit.place] as number, hit.score);
      ranks[at] = level * posts.length + position;
    }
    const page = [...ranks.sort().subarray(offset, offset + limit)];
    return { total: hits.length, posts: page.map((rank) => posts[rank % posts.length] as Post) };
  };
}

/** @param best the best (most negative) score at its place */
function stepsBelow(best: number, score: number): number {
  if (score >= 0) return 0; // not weighed
  return Math.min(STEPS - 1, Math.floor(Math.log(best / score) / Math.log(STEP)));
}
