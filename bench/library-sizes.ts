import { resolve } from 'node:path';
import type { Bench } from './benchmark.js';
import { makeCorpus } from './make-corpus.js';

/** A content folder to measure with. */
export interface BenchLibrary {
  /** For the rows, e.g. `500 posts`. */
  title: string;
  /** Absolute. */
  content: string;
  /** How many posts were generated; undefined: the given folder has as many as it has. */
  posts: number | undefined;
}

/** The generated libraries of the wanted sizes, or the one folder that was given instead. */
export function librariesOf(bench: Bench, sizes: readonly number[]): BenchLibrary[] {
  if (bench.corpus !== undefined)
    return [{ title: 'the given posts', content: resolve(bench.corpus), posts: undefined }];
  return sizes
    .filter((size) => bench.sizes?.includes(size) ?? true)
    .map((posts) => {
      bench.say(`writing ${posts} posts`);
      const content = bench.scratch(`content-${posts}`);
      makeCorpus(content, posts);
      return { title: `${posts.toLocaleString('en')} posts`, content, posts };
    });
}
