import { Worker } from 'node:worker_threads';
import type { Problem } from '../content/post.js';
import { type LintInput, lintPosts } from './lint-posts.js';

/** {@link lintPosts} in a thread of its own. @throws what is thrown there */
export async function lintAside(input: LintInput): Promise<Problem[]> {
  // Threads run compiled files only; from the sources (tests, `npm run dev`) it is done here.
  if (import.meta.url.endsWith('.ts')) return lintPosts(input);
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./lint-thread.js', import.meta.url), { workerData: input });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread that checks the posts ended with ${code}`)));
  });
}
