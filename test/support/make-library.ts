import { ContentCache } from '../../src/content/content-cache.js';
import { indexArticle } from '../../src/content/index-article.js';
import type { Article, Post } from '../../src/content/post.js';
import { salientWords } from '../../src/content/salient-words.js';
import { findInIndex } from '../../src/content/search-index.js';
import { createLibrary } from '../../src/library/create-library.js';
import type { Library } from '../../src/library/library.js';

/** The real library, full-text index included, over posts made in a test; bodies come from `html`, by slug. */
export function makeLibrary(
  posts: readonly Post[],
  html: Record<string, string> = {},
  aliases: Record<string, string> = {},
): Library {
  const cache = new ContentCache(undefined);
  const articles = new Map<string, Article>();
  for (const post of posts) {
    const body = html[post.slug] ?? `<p>${post.title} 的正文。</p>`;
    const article = { html: body, text: body.replace(/<[^>]*>/g, ' ') };
    articles.set(post.id, article);
    if (cache.hasArticle(post.contentHash)) continue;
    cache.putArticle(post.contentHash, article, salientWords(post.title, `${post.description}\n${article.text}`));
    cache.index(post.contentHash, indexArticle(post, article));
  }
  return createLibrary(posts, {
    article: (post) => articles.get(post.id) ?? { html: '', text: '' },
    search: { find: async (query) => findInIndex(query, cache), salient: (hashes) => cache.salient(hashes) },
    aliases,
  });
}
