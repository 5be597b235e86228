import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type FileRead, type FileToRead, readFiles } from './read-files.js';
import type { ReadOptions } from './read-post.js';

/** Files read between two breaths of the event loop. */
const BATCH = 16;
/** Below so many files a thread, compiling the reader once more in it takes longer than it saves. */
const FILES_A_THREAD = 1_000;
/** More threads would wait for this one, which stores what they read. */
const MOST_THREADS = 6;
/** Batches a thread holds, so that it never waits for the next. */
const AHEAD = 2;

/** What a reading thread is told at its start. */
export interface ReadingThread {
  root: string;
  options: ReadOptions;
}

/**
 * Files as posts, batch by batch as each is done; the event loop breathes in between. Many files are read by threads as well,
 * one a processor.
 * @param root the content folder, absolute and real
 * @throws what a thread could not go on after
 */
export async function* readInBatches(
  root: string,
  files: readonly FileToRead[],
  options: ReadOptions,
): AsyncGenerator<FileRead[], void, void> {
  const batches = Array.from({ length: Math.ceil(files.length / BATCH) }, (_, index) =>
    files.slice(index * BATCH, (index + 1) * BATCH),
  );
  const threads = Array.from({ length: threadsFor(files.length) }, () => startThread({ root, options }));
  const done: FileRead[][] = [];
  const allThreads = Promise.all(threads.map((thread) => readInThread(thread, batches, done)));
  // Awaited below; a thread may fail before.
  allThreads.catch(() => undefined);
  try {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      yield await readFiles(root, batch, options);
      await breathe();
      yield* done.splice(0);
    }
    await allThreads;
    yield* done.splice(0);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function startThread(workerData: ReadingThread): Worker {
  return new Worker(new URL('./read-thread.js', import.meta.url), { workerData });
}

/** Takes batches as long as there are any, and puts what became of their files among those that are done. */
async function readInThread(thread: Worker, batches: FileToRead[][], done: FileRead[][]): Promise<void> {
  let waiting = 0;
  const send = () => {
    const batch = batches.shift();
    if (!batch) return;
    thread.postMessage(batch);
    waiting++;
  };
  for (let sent = 0; sent < AHEAD; sent++) send();
  if (waiting === 0) return;
  for await (const [read] of on(thread, 'message') as AsyncIterable<[FileRead[]]>) {
    done.push(read);
    waiting--;
    send();
    if (waiting === 0) return;
  }
}

/** Threads run compiled files only; from the sources (tests, `npm run dev`) all is read here. */
function threadsFor(files: number): number {
  if (import.meta.url.endsWith('.ts')) return 0;
  return Math.min(availableParallelism() - 1, MOST_THREADS, Math.floor(files / FILES_A_THREAD));
}
