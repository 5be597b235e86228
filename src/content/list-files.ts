import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
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
/** Milliseconds of looking around between two breaths of the event loop. */
const BREATH = 20;

/**
 * The files of a content folder that `accepts` takes. Symbolic links are followed only to files inside the folder; what
 * leads outside is a problem.
 * @param places paths below the folder to look at, instead of all of it
 * @throws when the folder itself cannot be read
 */
export async function listFiles(
  root: string,
  accepts: (path: string) => boolean,
  places: readonly string[] = [''],
): Promise<Listing> {
  const realRoot = realpathSync(root);
  readdirSync(realRoot);
  const walk = new Walk(realRoot, accepts);
  for (const place of places) await walk.visit(place);
  return walk.listing;
}

/**
 * Stats are taken synchronously: handing 10,000 of them to the thread pool and back takes ten times as long. So that
 * requests are answered meanwhile, the walk pauses every few milliseconds.
 */
class Walk {
  readonly listing: Listing = { files: [], problems: [], unreadable: [] };
  private since = performance.now();

  constructor(
    private readonly root: string,
    private readonly accepts: (path: string) => boolean,
  ) {}

  /** @param place a file or folder; it may be gone */
  async visit(place: string): Promise<void> {
    const path = place.replace(/\/+$/, '');
    if (path.split('/').some((part) => SKIPPED.has(part) || part === '..')) return;
    if (path === '') return this.visitFolder('');
    const found = this.look(path, () => lstatSync(join(this.root, path)));
    if (found?.isDirectory()) await this.visitFolder(`${path}/`);
    else if (found && this.accepts(path)) this.visitFile(path, found.isSymbolicLink());
  }

  private async visitFolder(folder: string): Promise<void> {
    const entries = this.look(folder, () => readdirSync(join(this.root, folder), { withFileTypes: true })) ?? [];
    for (const entry of entries) {
      const path = folder + entry.name;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) await this.visitFolder(`${path}/`);
      } else if (this.accepts(path)) this.visitFile(path, entry.isSymbolicLink());
    }
    if (performance.now() - this.since > BREATH) {
      await breathe();
      this.since = performance.now();
    }
  }

  private visitFile(path: string, isLink: boolean): void {
    const absolute = join(this.root, path);
    this.look(path, () => {
      if (isLink && !realpathSync(absolute).startsWith(this.root.endsWith('/') ? this.root : `${this.root}/`)) {
        this.listing.problems.push(toProblem(path, OUTSIDE));
        return;
      }
      const found = statSync(absolute, { bigint: true });
      // Pipes, sockets and devices have no end to read to.
      if (!found.isFile()) return;
      this.listing.files.push({
        path,
        size: Number(found.size),
        mtimeMs: Number(found.mtimeNs / 1_000_000n),
        stamp: `${found.size}-${found.mtimeNs}-${found.ctimeNs}`,
      });
    });
  }

  private look<Result>(path: string, at: () => Result): Result | undefined {
    try {
      return at();
    } catch (error) {
      if (isGone(error)) return undefined;
      if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
      this.listing.unreadable.push(path);
      this.listing.problems.push(unreadable(path, error));
      return undefined;
    }
  }
}

const OUTSIDE: Finding = {
  line: 1,
  rule: 'link-outside',
  message: 'this symbolic link leads out of the content folder; it is not followed',
  hint: 'put the file itself here',
};

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
