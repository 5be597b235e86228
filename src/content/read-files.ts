import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toProblem } from './lint-rules.js';
import { isGone, type SourceFile, unreadable } from './list-files.js';
import type { Problem } from './post.js';
import { type DateFallback, type ReadOptions, type ReadResult, readPost } from './read-post.js';
import { TooSlow, withinTime } from './within-time.js';

/** Larger files are not opened: the largest post ever written is far below. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** A file may be written twice within one tick of the file system's clock (ms); such a young stamp is not trusted. */
const CLOCK_TICK = 20;
/** Milliseconds for reading a batch of files together; they usually take about 60. */
const BATCH_LIMIT = 1_500;

/** What became of opening a file: its bytes, a reason not to, a fault that may pass, or that it was gone. */
export type Opened = { file: SourceFile } & (
  | { bytes: Uint8Array }
  | { result: ReadResult }
  | { fault: Problem }
  | { gone: true }
);

/** Opens one file. Never rejects for what is wrong with the file. */
export async function openFile(root: string, file: SourceFile): Promise<Opened> {
  if (file.size > LARGEST_FILE) return { file, result: { problems: [tooLarge(file)] } };
  try {
    const bytes = await readFile(join(root, file.path));
    const young = Math.abs(Date.now() - file.mtimeMs) < CLOCK_TICK;
    return { file: young ? { ...file, stamp: 'young' } : file, bytes };
  } catch (error) {
    if (isGone(error)) return { file, gone: true };
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    return { file, fault: unreadable(file.path, error) };
  }
}

/**
 * Files as posts; those without a date are dated by the file. One watch over all of them, because starting it costs more
 * than reading a post; one each when that runs out.
 */
export function readTogether(
  files: readonly { file: SourceFile; bytes: Uint8Array }[],
  options: ReadOptions,
): ReadResult[] {
  const fallback = ({ mtimeMs }: SourceFile): DateFallback => ({ time: mtimeMs, from: 'file' });
  const unwatched = <Result>(_: number, work: () => Result) => work();
  try {
    return withinTime(BATCH_LIMIT, () =>
      files.map(({ file, bytes }) => readPost(file.path, bytes, options, fallback(file), unwatched)),
    );
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    return files.map(({ file, bytes }) => readPost(file.path, bytes, options, fallback(file)));
  }
}

function tooLarge({ path, size }: SourceFile): Problem {
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return toProblem(path, {
    line: 1,
    rule: 'file-too-large',
    message: `the file has ${megabytes(size)} MB; at most ${megabytes(LARGEST_FILE)} MB are read`,
    hint: 'move pictures and data out of the text',
  });
}
