import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, toProblem } from './lint-rules.js';
import type { Problem } from './post.js';

export interface SourceFile {
  /** Relative to the content folder, with `/`. */
  path: string;
  size: number;
  /** Milliseconds since the epoch. */
  mtimeMs: number;
  /** What a file that has not been touched keeps: size, modification and change time in nanoseconds. */
  stamp: string;
}

export interface Listing {
  files: SourceFile[];
  problems: Problem[];
  /** Folders (ending in `/`) and files that could not be looked at; what was there is unknown, not gone. */
  unreadable: string[];
}

/** Never posts, and often tens of thousands of files. */
const SKIPPED = new Set(['.git', 'node_modules', '.hg', '.svn']);

/**
 * The files of a content folder that `accepts` takes, sorted by path. Symbolic links are followed only to files inside
 * the folder; what leads outside is a problem.
 * @throws when the folder itself cannot be read
 */
export async function listFiles(root: string, accepts: (path: string) => boolean): Promise<Listing> {
  const listing: Listing = { files: [], problems: [], unreadable: [] };
  const realRoot = await realpath(root);
  await visitFolder(realRoot, '', await readdir(realRoot, { withFileTypes: true }), accepts, listing);
  listing.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return listing;
}

async function visitFolder(
  root: string,
  folder: string,
  entries: Dirent[],
  accepts: (path: string) => boolean,
  listing: Listing,
): Promise<void> {
  // One folder's files are looked at together; folders one after the other, which bounds the open handles.
  const files = entries.filter((entry) => !entry.isDirectory() && accepts(folder + entry.name));
  await Promise.all(files.map((entry) => visitFile(root, folder + entry.name, entry, listing)));
  for (const entry of entries) {
    if (!entry.isDirectory() || SKIPPED.has(entry.name)) continue;
    const path = `${folder}${entry.name}/`;
    const inside = await readFolder(root, path, listing);
    if (inside) await visitFolder(root, path, inside, accepts, listing);
  }
}

async function readFolder(root: string, path: string, listing: Listing): Promise<Dirent[] | undefined> {
  try {
    return await readdir(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (isGone(error)) return undefined;
    listing.unreadable.push(path);
    listing.problems.push(unreadable(path, error));
    return undefined;
  }
}

async function visitFile(root: string, path: string, entry: Dirent, listing: Listing): Promise<void> {
  const absolute = join(root, path);
  try {
    if (entry.isSymbolicLink() && !(await leadsInside(root, absolute))) {
      listing.problems.push(toProblem(path, OUTSIDE));
      return;
    }
    const found = entry.isSymbolicLink()
      ? await stat(absolute, { bigint: true })
      : await lstat(absolute, { bigint: true });
    // Pipes, sockets and devices have no end to read to.
    if (!found.isFile()) return;
    listing.files.push({
      path,
      size: Number(found.size),
      mtimeMs: Number(found.mtimeNs / 1_000_000n),
      stamp: `${found.size}-${found.mtimeNs}-${found.ctimeNs}`,
    });
  } catch (error) {
    if (isGone(error)) return;
    listing.unreadable.push(path);
    listing.problems.push(unreadable(path, error));
  }
}

const OUTSIDE: Finding = {
  line: 1,
  rule: 'link-outside',
  message: 'this symbolic link leads out of the content folder; it is not followed',
  hint: 'put the file itself here',
};

async function leadsInside(root: string, path: string): Promise<boolean> {
  const target = await realpath(path);
  return target.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** It was there a moment ago: deleted meanwhile, or a link to nothing. */
export function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function unreadable(path: string, error: unknown): Problem {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return toProblem(path, {
    line: 1,
    rule: 'unreadable',
    message: `it cannot be read (${code})`,
    hint: code === 'EACCES' || code === 'EPERM' ? 'give this user permission to read it' : 'check the disk it is on',
  });
}
