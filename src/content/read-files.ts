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

export interface FileToRead extends SourceFile {
  /** When it was first committed, for one without a date (ms since the epoch); absent: its own time has to do. */
  committed?: number;
}

/** What became of a file: what was read (`opened`: from its bytes), a fault that may pass, or that it was gone. */
export type FileRead = { file: FileToRead } & (
  | { result: ReadResult; opened: boolean }
  | { fault: Problem }
  | { gone: true }
);

/**
 * A few files as posts, in the order they were given; those without a date get one from git or from the file itself.
 * Never rejects for what is wrong with a file.
 * @param root the content folder, absolute and real
 */
export async function readFiles(root: string, files: readonly FileToRead[], options: ReadOptions): Promise<FileRead[]> {
  const opened = await Promise.all(files.map((file) => openFile(root, file)));
  const results = readTogether(opened.filter(hasBytes), options);
  return opened.map((each) =>
    hasBytes(each) ? { file: each.file, result: results.shift() as ReadResult, opened: true } : each,
  );
}

interface OpenFile {
  file: FileToRead;
  bytes: Uint8Array;
}

function hasBytes(opened: OpenFile | FileRead): opened is OpenFile {
  return 'bytes' in opened;
}

async function openFile(root: string, file: FileToRead): Promise<OpenFile | FileRead> {
  if (file.size > LARGEST_FILE) return { file, result: { problems: [tooLarge(file)] }, opened: false };
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

/** One watch over all of them, because starting it costs more than reading a post; one each when that runs out. */
function readTogether(files: readonly OpenFile[], options: ReadOptions): ReadResult[] {
  const fallback = ({ mtimeMs, committed }: FileToRead): DateFallback =>
    committed === undefined ? { time: mtimeMs, from: 'file' } : { time: committed, from: 'git' };
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
