import type { Post } from '../../src/content/post.js';
import type { Library, Term, TermKind } from '../../src/library/library.js';

const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[\s/]+/g, '-');

/** A small Library over posts held in memory; bodies come from `html`, by slug. */
export function makeLibrary(unsorted: readonly Post[], html: Record<string, string> = {}): Library {
  const posts = [...unsorted].sort((a, b) => b.time - a.time);
  const spellings: Record<TermKind, (post: Post) => string[]> = {
    tag: (post) => post.tags,
    category: (post) => post.categories,
    author: (post) => post.authors.map((author) => author.name),
    language: (post) => [post.lang],
  };
  const byTerm = (kind: TermKind, spelling: string) =>
    posts.filter((post) => spellings[kind](post).some((own) => fold(own) === fold(spelling)));
  const terms = (kind: TermKind): Term[] => {
    const names = new Map<string, string>();
    for (const name of posts.flatMap(spellings[kind])) if (!names.has(fold(name))) names.set(fold(name), name);
    return [...names]
      .map(([key, name]) => ({ kind, key, name, count: byTerm(kind, name).length }))
      .sort((a, b) => b.count - a.count);
  };
  return {
    posts,
    byId: (id) => posts.find((post) => post.id === id),
    byUrl: (url) => posts.find((post) => post.url === url),
    terms,
    term: (kind, spelling) => terms(kind).find((term) => term.key === fold(spelling)),
    byTerm,
    nearestTerms: (kind, spelling, limit) =>
      terms(kind)
        .filter((term) => term.key.includes(fold(spelling)))
        .slice(0, limit),
    search: (query, { limit, offset }) => {
      const found = posts.filter((post) => query !== '' && `${post.title} ${post.excerpt}`.includes(query));
      return { total: found.length, posts: found.slice(offset, offset + limit) };
    },
    related: (post, limit) => posts.filter((other) => other.id !== post.id).slice(0, limit),
    resolve: (link) => posts.find((post) => post.title === link.title),
    article: (post) => ({ html: html[post.slug] ?? `<p>${post.title} 的正文。</p>`, text: post.title }),
  };
}
