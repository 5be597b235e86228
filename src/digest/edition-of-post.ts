import type { Post } from '../content/post.js';
import { decodePath } from './decode-path.js';

/** The path of an edition's page. An edition written as an article has it among its aliases. */
const EDITION_PATH = /\/digests\/([^/]+)\/([^/]+)\/?$/;

/**
 * The edition that a post of the library is the article of, as `JOB/PERIOD`; undefined for any other post. It is told by
 * an alias of the post, which survives what an author edits, renames or moves.
 */
export function editionOfPost(post: Pick<Post, 'aliases'>): string | undefined {
  for (const alias of post.aliases) {
    const [, job, period] = (URL.canParse(alias) ? EDITION_PATH.exec(new URL(alias).pathname) : undefined) ?? [];
    if (job && period) return `${decodePath(job)}/${decodePath(period)}`;
  }
  return undefined;
}

/** The alias that {@link editionOfPost} knows the article by. */
export function editionAlias(id: string): string {
  return `/digests/${id.split('/').map(encodeURIComponent).join('/')}/`;
}
