import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SiteDocument } from './site-document.js';

export interface WriteProgress {
  done: number;
  total: number;
  path: string;
}

export interface WrittenSite {
  files: number;
  /** Files that were new or different. */
  written: number;
}

/**
 * Writes every document as a file: `/tags/mosn/` becomes `tags/mosn/index.html`, with names as people read them. A file
 * whose bytes are right already is left alone; a changed one is replaced at once, never half-written.
 */
export async function writeSite(
  documents: readonly SiteDocument[],
  outDir: string,
  onProgress: (progress: WriteProgress) => void = () => {},
): Promise<WrittenSite> {
  const result: WrittenSite = { files: 0, written: 0 };
  for (const document of documents) {
    const file = join(outDir, fileOf(document.path));
    if (await writeIfChanged(file, Buffer.from(document.render()))) result.written++;
    result.files++;
    onProgress({ done: result.files, total: documents.length, path: document.path });
  }
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
