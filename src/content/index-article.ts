import type { IndexedWords } from './content-cache.js';
import type { Article, Post } from './post.js';
import { indexWords } from './search-words.js';

/** What the search index keeps of a post. */
export function indexArticle(post: Post, article: Article): IndexedWords {
  const authors = post.authors.map(({ name }) => name);
  return {
    title: indexWords(post.title),
    terms: indexWords([...post.tags, ...post.categories, ...authors, ...post.keywords].join('\n')),
    body: indexWords(`${post.description}\n${article.text}`),
  };
}
