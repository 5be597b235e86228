import { parentPort, workerData } from 'node:worker_threads';
import { type LintInput, lintPosts } from './lint-posts.js';

// Reads and parses every post again: seconds of work for a big library, during which the server must go on answering.
parentPort?.postMessage(lintPosts(workerData as LintInput));
