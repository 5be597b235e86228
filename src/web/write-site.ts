import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { SiteDocument } from './site-document.js';

/** Lists what a build wrote, for the next one. */
const LIST = '.postrider-files.json';

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

/**
 * Writes every document as a file: `/tags/mosn/` becomes `tags/mosn/index.html`, with names as people read them. A file
 * whose bytes are right already is left alone; a changed one is replaced at once, never half-written. What an earlier build
 * wrote and this one has no more is removed; files we did not write are left alone.
 */
export async function writeSite(
  documents: readonly SiteDocument[],
  outDir: string,
  onProgress: (progress: WriteProgress) => void = () => {},
): Promise<WrittenSite> {
  const result: WrittenSite = { files: 0, written: 0, removed: 0 };
  const before = await readList(outDir);
  for (const document of documents) {
    const file = join(outDir, fileOf(document.path));
    if (await writeIfChanged(file, Buffer.from(document.render()))) result.written++;
    result.files++;
    onProgress({ done: result.files, total: documents.length, path: document.path });
  }
  const files = documents.map(({ path }) => fileOf(path));
  const kept = new Set(files);
  for (const gone of before.filter((file) => !kept.has(file))) {
    await rm(join(outDir, gone), { force: true });
    result.removed++;
  }
  await writeIfChanged(join(outDir, LIST), Buffer.from(`${JSON.stringify(files.toSorted(), null, 1)}\n`));
  return result;
}

/** What the last build wrote here; names that lead outside are not ours. */
async function readList(outDir: string): Promise<string[]> {
  const list = await readFile(join(outDir, LIST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  return (JSON.parse(list) as string[]).filter((file) => !normalize(file).startsWith('..'));
}

/** Relative file name for a path. A static server decodes the request's path before it looks for the file. */
export function fileOf(path: string): string {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  return join(...parts, path.endsWith('/') ? 'index.html' : '');
}

async function writeIfChanged(file: string, bytes: Buffer): Promise<boolean> {
  const existing = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (existing && hash(existing) === hash(bytes)) return false;
  await mkdir(dirname(file), { recursive: true });
  const half = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(half, bytes, { flush: true });
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  return true;
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
