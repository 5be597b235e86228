import type { Post } from '../content/post.js';
import type { Subscription } from '../engine/engine.js';
import { foldTerm } from '../library/fold-term.js';

/**
 * A post that was merged long after its date is news to gathered subscriptions for this long after it (ms); what is older
 * is never gathered.
 */
export const NEWS_FOR = 30 * 86_400_000;

/** Which posts something wants: each list that is not empty must have a term of the post. `match` in the config. */
export interface Match {
  tags: readonly string[];
  categories: readonly string[];
  authors: readonly string[];
  languages: readonly string[];
  sections: readonly string[];
}

/** Terms are compared folded; the language `zh` takes `zh-CN` as well. */
export function matches(post: Post, match: Match): boolean {
  return (
    wants(match.tags, post.tags) &&
    wants(match.categories, post.categories) &&
    wants(
      match.authors,
      post.authors.map(({ name }) => name),
    ) &&
    wants(match.sections, [post.section]) &&
    (match.languages.length === 0 || match.languages.some((language) => isLanguage(post.lang, language)))
  );
}

/** Whether a subscription of tag, category, author or everything is about the post. Search words are not decided here. */
export function subscriptionMatches(post: Post, { kind, value }: Subscription): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'tag':
      return wants([value], post.tags);
    case 'category':
      return wants([value], post.categories);
    case 'author':
      return wants(
        [value],
        post.authors.map(({ name }) => name),
      );
    case 'search':
      return mentions(post, value);
  }
}

/** All the words, in what an announcement shows. */
function mentions(post: Post, words: string): boolean {
  const shown = [post.title, post.description, post.excerpt, ...post.tags, ...post.keywords, ...post.categories]
    .join('\n')
    .normalize('NFKC')
    .toLowerCase();
  const wanted = words.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.length > 0 && wanted.every((word) => shown.includes(word));
}

function wants(wanted: readonly string[], terms: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const folded = new Set(wanted.map(foldTerm));
  return terms.some((term) => folded.has(foldTerm(term)));
}

function isLanguage(lang: string, wanted: string): boolean {
  const [own, asked] = [foldTerm(lang), foldTerm(wanted)];
  return own === asked || own.startsWith(`${asked}-`);
}
