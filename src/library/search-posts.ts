import type { Post } from '../content/post.js';
import type { NumberedArticles, SearchHits, SearchIndex } from '../content/search-index.js';
import type { SearchResult } from './library.js';

/** Of two posts whose scores differ by less than this factor neither is more about it; the newer one comes first. */
const STEP = 1.6;
const STEPS = 16;

/** The position of an article's post; of an article that is not in the library. */
type PositionOf = (number: number) => number;
const ELSEWHERE = -1;

/**
 * Full text over the posts of a library: title over terms over text, then how much it is about it, then newest first.
 * @param posts newest first
 */
export function createSearch(
  posts: readonly Post[],
  index: SearchIndex,
): (query: string, page: { limit: number; offset: number }) => Promise<SearchResult> {
  const positionsBy = createPositions(posts);
  return async (query, { limit, offset }) => {
    const { places, scores, articles } = await index.find(query);
    const positionOf = positionsBy(articles);
    const ranks: number[] = [];
    for (const [place, numbers] of places.entries()) {
      const mine = numbers.filter((number) => positionOf(number) !== ELSEWHERE);
      const steps = stepsBelowBest(mine, scores);
      // Each hit as one number whose order is the ranking: sorting thousands of numbers takes no time.
      for (const number of mine) {
        const level = place * STEPS + steps(number);
        ranks.push(level * posts.length + positionOf(number));
      }
    }
    const page = [
      ...Uint32Array.from(ranks)
        .sort()
        .subarray(offset, offset + limit),
    ];
    return { total: ranks.length, posts: page.map((rank) => posts[rank % posts.length] as Post) };
  };
}

/** Looking thousands of articles up by hash takes longer than finding them; once met, they are known by number. */
function createPositions(posts: readonly Post[]): (articles: NumberedArticles) => PositionOf {
  const byHash = new Map(posts.map((post, position) => [post.contentHash, position]));
  let numbered: NumberedArticles | undefined;
  let known = new Map<number, number>();
  return (articles) => {
    if (articles !== numbered) known = new Map();
    numbered = articles;
    return (number) => {
      let position = known.get(number);
      if (position === undefined) {
        position = byHash.get(articles.hashOf(number) ?? '') ?? ELSEWHERE;
        known.set(number, position);
      }
      return position;
    };
  };
}

/** How many steps each is below the best of them; none where they are not weighed. */
function stepsBelowBest(numbers: readonly number[], scores: SearchHits['scores']): (number: number) => number {
  if (!scores) return () => 0;
  const scoreOf = (number: number) => scores.get(number) ?? 0;
  const best = Math.min(...numbers.map(scoreOf));
  return (number) => {
    const score = scoreOf(number);
    return score >= 0 ? 0 : Math.min(STEPS - 1, Math.floor(Math.log(best / score) / Math.log(STEP)));
  };
}
