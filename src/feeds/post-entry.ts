import { type ArticleBody, type Post, summaryOf } from '../content/post.js';
import { absoluteUrl } from './absolute-url.js';
import type { FeedEntry, FeedTerm } from './feed-description.js';

/**
 * @param terms the post's categories and tags in their display spelling
 * @param article the body, or undefined for a feed of summaries
 */
export function postEntry(post: Post, terms: readonly FeedTerm[], article: ArticleBody | undefined): FeedEntry {
  return {
    id: post.guid,
    url: absoluteUrl(post.url) ?? post.url,
    title: post.title,
    published: post.date,
    updated: post.updated,
    language: post.lang,
    authors: post.authors.map(({ name, url }) => ({ name, url: absoluteUrl(url) })),
    terms,
    summary: summaryOf(post),
    html: article?.html,
    cover: absoluteUrl(post.cover),
  };
}
