import { normalize } from 'node:path';

/** A file as a build left it. */
export interface WrittenFile {
  /** What it shows (SiteDocument.key, and by which version of us); empty: unknown. */
  key: string;
  /** Bytes. */
  size: number;
  mtimeMs: number;
}

/** By name, relative to the folder of the build. */
export type WrittenFiles = Map<string, WrittenFile>;

/**
 * The list an earlier build left; of none, or one that cannot be read, nothing is known. Names that lead outside are not ours.
 */
export function readWrittenFiles(json: Buffer | undefined): WrittenFiles {
  const files: WrittenFiles = new Map();
  for (const [name, key, size, mtimeMs] of rowsOf(json)) {
    if (typeof name !== 'string' || normalize(name).startsWith('..')) continue;
    files.set(name, { key: String(key ?? ''), size: Number(size), mtimeMs: Number(mtimeMs) });
  }
  return files;
}

/** The list as it is kept: a file a line. */
export function writtenFilesText(files: WrittenFiles): string {
  const lines = [...files].map(([name, { key, size, mtimeMs }]) => JSON.stringify([name, key, size, mtimeMs]));
  return `[\n${lines.join(',\n')}\n]\n`;
}

/** A row a file; earlier versions had only its name. */
function rowsOf(json: Buffer | undefined): unknown[][] {
  if (json === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(json.toString());
    return Array.isArray(parsed) ? parsed.map((row) => [row].flat()) : [];
  } catch {
    return []; // somebody changed it by hand, or the disk was full
  }
}
