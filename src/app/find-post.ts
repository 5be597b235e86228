import { relative, resolve } from 'node:path';
import { didYouMean } from '../config/did-you-mean.js';
import type { Post } from '../content/post.js';
import { foldTitle } from '../library/fold-term.js';
import type { Snapshot } from './read-library.js';

/** Where a post named on the command line may be meant to be. */
export interface PostPlace {
  /** The folder the command was started in. */
  cwd: string;
  /** The content folder. */
  folder: string;
}

/**
 * The post a person means: by file (from here or from the content folder), URL, slug, id or title.
 * @returns the post, or what to tell the person
 */
export function findPost(text: string, { library, posts }: Snapshot, { cwd, folder }: PostPlace): Post | string {
  const paths = [relative(folder, resolve(cwd, text)), text].map((path) => path.split('\\').join('/'));
  const title = foldTitle(text);
  const found =
    posts.find((post) => paths.includes(post.path)) ??
    library.byUrl(text) ??
    posts.find((post) => post.url === text || post.slug === text || post.id === text) ??
    posts.find((post) => title !== '' && foldTitle(post.title) === title);
  if (found) return found;
  const meant = didYouMean(
    text,
    posts.map((post) => post.slug),
  );
  const hint = meant ? `did you mean "${meant}"?` : 'give its file, URL, slug or title';
  return `there is no post "${text}" among the ${posts.length} that were read; ${hint}`;
}
