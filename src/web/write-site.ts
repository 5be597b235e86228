import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writevSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { bytesOf, type SiteDocument } from './site-document.js';
import { readWrittenFiles, type WrittenFile, type WrittenFiles, writtenFilesText } from './written-files.js';

/** Lists what a build wrote, for the next one. */
const LIST = '.postrider-files.json';
/** Documents written between two breaths of the event loop, which draws the progress bar. */
const BATCH = 32;

export interface WriteProgress {
  done: number;
  total: number;
  path: string;
}

export interface WrittenSite {
  files: number;
  /** Files that were new or different. */
  written: number;
  /** Files of an earlier build that belong to nothing any more. */
  removed: number;
}

export interface WriteOptions {
  /** Changes with the code that draws documents (see design-version.ts): then everything is rendered and compared. */
  version?: string;
  onProgress?(progress: WriteProgress): void;
}

/**
 * Writes every document as a file: `/tags/mosn/` becomes `tags/mosn/index.html`, with names as people read them. A document
 * whose key an earlier build wrote, and whose file is as that build left it, is not even rendered; a file whose bytes are
 * right already is left alone; a changed one is replaced at once, never half-written. What an earlier build wrote and this
 * one has no more is removed; files we did not write are left alone.
 *
 * The disk is not waited for: after a power cut a file may be empty, and since it has not the size in the list, the next
 * build writes it again.
 */
export async function writeSite(
  documents: readonly SiteDocument[],
  outDir: string,
  { version = '', onProgress = () => {} }: WriteOptions = {},
): Promise<WrittenSite> {
  const result: WrittenSite = { files: 0, written: 0, removed: 0 };
  const folder = new OutFolder(outDir);
  const before = readWrittenFiles(folder.read(LIST));
  const now: WrittenFiles = new Map();
  for (const document of documents) {
    const name = fileOf(document.path);
    const key = `${version}:${document.key}`;
    const known = before.get(name);
    const stands = known?.key === key && folder.isAsLeft(name, known);
    const put = stands ? { file: known, written: false } : folder.put(name, document, key);
    now.set(name, put.file);
    if (put.written) result.written++;
    result.files++;
    onProgress({ done: result.files, total: documents.length, path: document.path });
    if (result.files % BATCH === 0) await otherWork();
  }
  for (const name of before.keys()) {
    if (now.has(name)) continue;
    folder.remove(name);
    result.removed++;
  }
  folder.replace(LIST, [Buffer.from(writtenFilesText(now))]);
  return result;
}

/** Relative file name for a path. A static server decodes the request's path before it looks for the file. */
export function fileOf(path: string): string {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  return join(...parts, path.endsWith('/') ? 'index.html' : '');
}

/**
 * The folder a build writes to. All of it is synchronous: handing thousands of small files to the thread pool and back takes
 * longer than writing them.
 */
class OutFolder {
  private readonly made = new Set<string>();
  /** Of this process, so that two builds at once never write into one half-written file. */
  private readonly half = `.${process.pid}.tmp`;

  constructor(private readonly root: string) {}

  /** Its bytes; undefined: there is no such file. */
  read(name: string): Buffer | undefined {
    return absent(() => readFileSync(join(this.root, name)));
  }

  isAsLeft(name: string, { size, mtimeMs }: WrittenFile): boolean {
    const found = this.look(name);
    return found?.size === size && found.mtimeMs === mtimeMs;
  }

  /** Undefined: there is no such file. */
  private look(name: string): Stats | undefined {
    return statSync(join(this.root, name), { throwIfNoEntry: false });
  }

  /** Makes the file say what the document does. */
  put(name: string, document: SiteDocument, key: string): { file: WrittenFile; written: boolean } {
    const body = document.render();
    const pieces = typeof body === 'string' ? [Buffer.from(body)] : body;
    const existing = this.look(name);
    if (existing?.size === lengthOf(pieces) && this.read(name)?.equals(bytesOf(pieces))) {
      return { file: { key, size: existing.size, mtimeMs: existing.mtimeMs }, written: false };
    }
    return { file: { key, ...this.replace(name, pieces) }, written: true };
  }

  /** Writes beside the file first, and puts it in its place when it is whole. */
  replace(name: string, pieces: readonly Uint8Array[]): { size: number; mtimeMs: number } {
    const file = join(this.root, name);
    this.makeFolder(dirname(file));
    const half = file + this.half;
    try {
      const facts = writePieces(half, pieces);
      renameSync(half, file);
      return facts;
    } catch (error) {
      rmSync(half, { force: true });
      throw error;
    }
  }

  remove(name: string): void {
    rmSync(join(this.root, name), { force: true });
  }

  private makeFolder(folder: string): void {
    if (this.made.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.made.add(folder);
  }
}

/** Most pieces that one call of the system takes (IOV_MAX of Linux and macOS). */
const MOST_PIECES = 1024;

function writePieces(file: string, pieces: readonly Uint8Array[]): { size: number; mtimeMs: number } {
  const descriptor = openSync(file, 'w');
  try {
    for (let at = 0; at < pieces.length; at += MOST_PIECES) writeAll(descriptor, pieces.slice(at, at + MOST_PIECES));
    const { size, mtimeMs } = fstatSync(descriptor);
    return { size, mtimeMs };
  } finally {
    closeSync(descriptor);
  }
}

/** A nearly full disk takes a part; writing on says what is wrong with the rest. */
function writeAll(descriptor: number, pieces: readonly Uint8Array[]): void {
  let left = lengthOf(pieces) - writevSync(descriptor, pieces);
  const all = left > 0 ? bytesOf(pieces) : undefined;
  while (all && left > 0) left -= writevSync(descriptor, [all.subarray(all.length - left)]);
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** What `work` gives, or undefined when the file is not there. */
function absent<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
