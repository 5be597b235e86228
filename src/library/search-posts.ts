import type { Post } from '../content/post.js';
import type { SearchIndex, SearchTerm } from '../content/search-index.js';
import { foldForSearch } from '../content/search-words.js';
import type { SearchResult } from './library.js';

/** Scores this near (a fifth) are equal: then the newer post is the better answer. */
const BUCKET = Math.log(1.2);

/** Full text over the posts of a library: title over terms over body, then how much it is about it, then newest first. */
export function createSearch(
  posts: readonly Post[],
  index: SearchIndex,
): (query: string, page: { limit: number; offset: number }) => SearchResult {
  const byHash = new Map(posts.map((post) => [post.contentHash, post]));
  const fields = new Map<Post, { title: string; terms: string }>();
  const fieldsOf = (post: Post) => {
    let known = fields.get(post);
    if (!known) {
      const terms = [...post.tags, ...post.categories, ...post.authors.map(({ name }) => name), ...post.keywords];
      known = { title: spaced(post.title), terms: spaced(terms.join(' \n ')) };
      fields.set(post, known);
    }
    return known;
  };

  return (query, { limit, offset }) => {
    const { hits, terms } = index.find(query);
    const wanted = terms.map(patternOf);
    const ranked = hits.flatMap(({ hash, score }) => {
      const post = byHash.get(hash);
      if (!post) return [];
      const { title, terms: own } = fieldsOf(post);
      const inTitle = wanted.filter((pattern) => pattern.test(title)).length;
      const inTerms = wanted.filter((pattern) => pattern.test(own)).length;
      const place = inTitle === wanted.length ? 0 : inTerms === wanted.length ? 1 : inTitle + inTerms > 0 ? 2 : 3;
      // Of those that have it in the title it matters little how often the body repeats it.
      return [{ post, place, bucket: place === 0 ? 0 : Math.round(Math.log(Math.max(1e-9, -score)) / BUCKET) }];
    });
    ranked.sort(
      (a, b) =>
        a.place - b.place || b.bucket - a.bucket || b.post.time - a.post.time || (a.post.path < b.post.path ? -1 : 1),
    );
    return { total: ranked.length, posts: ranked.slice(offset, offset + limit).map(({ post }) => post) };
  };
}

/** Folded, with a space at both ends and between Latin and other letters, so that words have edges. */
function spaced(text: string): string {
  return ` ${foldForSearch(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
}

function patternOf({ runs, prefix }: SearchTerm): RegExp {
  const source = runs
    .map((run, index) => {
      if (!/^[\p{Script=Latin}\p{N}]/u.test(run)) return run;
      const open = prefix && index === runs.length - 1;
      return `(?<![a-z0-9])${run}${open ? '' : '(?![a-z0-9])'}`;
    })
    .join(' ?');
  return new RegExp(source, 'u');
}
