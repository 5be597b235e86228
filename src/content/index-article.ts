import type { IndexedWords } from './content-cache.js';
import type { Article, Post } from './post.js';
import { indexWords, spellingsIn } from './search-words.js';

/** What the search index keeps of a post. */
export function indexArticle(post: Post, article: Article): IndexedWords {
  const authors = post.authors.map(({ name }) => name);
  const title = indexWords(post.title);
  const terms = indexWords([...post.tags, ...post.categories, ...authors, ...post.keywords].join('\n'));
  const body = indexWords(`${post.description}\n${article.text}`);
  return { title, terms, body, spellings: spellingsIn(`${title} ${terms} ${body}`) };
}
