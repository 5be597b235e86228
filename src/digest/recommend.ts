import { escapeMarkdown, markdownUrl } from '../content/markdown/escape-markdown.js';
import type { Post } from '../content/post.js';
import type { Library } from '../library/library.js';
import { chooseReadings } from './choose-readings.js';

/** How much one recommendation by a recent post weighs against a place in the list of related posts. */
const RECOMMENDATION = 0.1;

export interface RecommendInput {
  library: Library;
  /** The article the section is for; it need not be published. */
  post: Post;
  /** How many articles. */
  limit: number;
  /** ms since the epoch. */
  now: number;
}

/** A link of the section. */
export interface Recommendation {
  title: string;
  url: string;
}

/**
 * Articles to recommend below a post: the library's related ones, those that recent posts recommend as well a little
 * higher; when they do not suffice, what recent posts recommend and older articles.
 */
export function recommendFor({ library, post, limit, now }: RecommendInput): Recommendation[] {
  const popular = chooseReadings({
    library,
    matching: library.posts,
    newPosts: [post],
    friends: [],
    from: now,
    to: now,
    limit: Math.max(50, limit * 5),
    previous: [],
    seen: [],
  });
  const counts = new Map(popular.map(({ url, source }) => [url, source.type === 'recommended' ? source.count : 0]));
  const related = library
    .related(post, limit * 5)
    .map((each, rank) => ({ each, score: 1 / (rank + 1) + RECOMMENDATION * (counts.get(each.url) ?? 0) }))
    .sort((a, b) => b.score - a.score)
    .map(({ each }) => each);
  const chosen = new Map<string, Recommendation>();
  for (const { title, url } of [...related, ...popular]) {
    if (chosen.size < limit && url !== post.url) chosen.set(url, { title, url });
  }
  return [...chosen.values()];
}

/** The section authors paste at the end of an article: a heading, then one link a paragraph. */
export function recommendSection(input: RecommendInput): string {
  const heading = /^zh\b/i.test(input.post.lang) ? '本周推荐阅读' : 'Recommended reading';
  const links = recommendFor(input).map(({ title, url }) => `[${escapeMarkdown(title)}](${markdownUrl(url)})`);
  return `${[`### ${heading}`, ...links].join('\n\n')}\n`;
}
