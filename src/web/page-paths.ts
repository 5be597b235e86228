import { areEdits, differences } from '../content/differences.js';
import type { Post } from '../content/post.js';
import { canonicalPath, segment } from './addresses.js';

/**
 * The path of each post's page. Which post has which depends on all of them, and hardly any change of a post changes
 * that: keep one for as long as the process runs.
 */
export interface PagePaths {
  /** @returns the path of a post's page, by the post's id */
  of(posts: readonly Post[]): ReadonlyMap<string, string>;
}

/** @param baseUrl our own public address */
export function createPagePaths(baseUrl: string): PagePaths {
  const base = baseUrl.replace(/\/+$/, '');
  let last: { posts: readonly Post[]; paths: ReadonlyMap<string, string> } | undefined;
  return {
    of(posts) {
      const stand =
        last && areEdits(differences(last.posts, posts), ({ id, slug, url, time }) => [id, slug, url, time]);
      const paths = last && stand ? last.paths : pagePaths(posts, base);
      last = { posts, paths };
      return paths;
    },
  };
}

/** Its article's own path when the articles live here, else `/posts/SLUG/`, the oldest post first in line. */
function pagePaths(posts: readonly Post[], base: string): Map<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  for (const post of [...posts].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))) {
    const slug = segment(post.slug || post.id);
    const choices = [ownPath(post.url, base), `/posts/${slug}/`, `/posts/${slug}-${post.id.slice(0, 8)}/`];
    const path = choices.find((choice) => choice !== undefined && !taken.has(choice)) ?? `/posts/${post.id}/`;
    paths.set(post.id, path);
    taken.add(path);
  }
  return paths;
}

function ownPath(url: string, base: string): string | undefined {
  if (!isBelow(url, base)) return undefined;
  const path = canonicalPath(new URL(url).pathname.slice(new URL(base).pathname.replace(/\/$/, '').length));
  return path?.replace(/\/*$/, '/');
}

/** Whether an address is the base or below it. */
export function isBelow(url: string, base: string): boolean {
  return url === base || url.startsWith(`${base}/`);
}
