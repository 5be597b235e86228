import { Worker } from 'node:worker_threads';
import type { Problem } from '../content/post.js';
import type { LintInput } from './lint-posts.js';

/** {@link lintPosts} in a thread of its own. @throws what is thrown there */
export function lintAside(input: LintInput): Promise<Problem[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./lint-thread.js', import.meta.url), { workerData: input });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread that checks the posts ended with ${code}`)));
  });
}
