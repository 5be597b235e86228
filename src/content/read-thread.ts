import { parentPort, workerData } from 'node:worker_threads';
import { type FileToRead, readFiles } from './read-files.js';
import type { ReadingThread } from './read-in-batches.js';

// Reads the batches it is sent, one after the other, and answers each in turn.
const { root, options } = workerData as ReadingThread;
let before: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (files: readonly FileToRead[]) => {
  before = before.then(async () => parentPort?.postMessage(await readFiles(root, files, options)));
});
