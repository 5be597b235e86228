import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/load-config.js';
import type { Post, Problem } from '../content/post.js';
import { lintLibrary } from '../library/lint-library.js';
import { addressesOf } from './addresses.js';

/** Plain data, so that it can be handed to a thread. */
export interface LintInput {
  /** Every post of a look, drafts included. */
  posts: readonly Post[];
  /** What the look found wrong with files by themselves. */
  problems: readonly Problem[];
  /** The content folder. */
  folder: string;
  siteUrl: string;
  permalink?: string;
  /** Names of the configured channels. */
  channels: readonly string[];
}

export function lintInput(look: Pick<LintInput, 'posts' | 'problems'>, folder: string, config: Config): LintInput {
  const { posts, problems } = look;
  const { siteUrl, permalink } = addressesOf(config);
  return { posts, problems, folder, siteUrl, permalink, channels: config.channels.map(({ name }) => name) };
}

/** All that is wrong with posts, by themselves and together, sorted by file and line. */
export function lintPosts({ posts, problems, folder, ...rest }: LintInput): Problem[] {
  const sources = {
    ...rest,
    source: (path: string) => readIfThere(join(folder, path)),
    exists: (path: string) => existsSync(join(folder, path)),
  };
  return [...problems, ...lintLibrary(posts, sources)].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
