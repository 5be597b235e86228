import { GitError, runGit } from './run-git.js';

/** When each file below a folder was first committed. */
export interface FirstCommits {
  /** Milliseconds since the epoch by path relative to the folder; empty outside a repository. */
  current(): Promise<ReadonlyMap<string, number>>;
}

/** One `git log` tells of all files; it runs again only when HEAD has moved. */
export function createFirstCommits(folder: string): FirstCommits {
  let known: { head: string; dates: Map<string, number> } | undefined;
  return {
    async current() {
      const head = await headOf(folder);
      if (head === undefined) return new Map();
      if (known?.head !== head) known = { head, dates: await readDates(folder, head) };
      return known.dates;
    },
  };
}

/** @returns undefined when the folder is in no repository, the repository has no commit, or there is no git. */
async function headOf(folder: string): Promise<string | undefined> {
  try {
    return (await runGit(['rev-parse', '--verify', 'HEAD'], { cwd: folder })).trim();
  } catch (error) {
    // A folder without history is as good as any: its files' own times are used.
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/**
 * A rename keeps the date where the content stayed the same: such renames are told by the object id alone, so a clone
 * without old blobs need not fetch any.
 */
async function readDates(folder: string, head: string): Promise<Map<string, number>> {
  const log = await runGit(
    [
      'log',
      '--reverse',
      '--relative',
      '--diff-filter=AR',
      '-M100%',
      '--name-status',
      '-z',
      '--format=%x01%at',
      head,
      '--',
      '.',
    ],
    { cwd: folder, timeout: 120_000 },
  );
  const dates = new Map<string, number>();
  const words = log.split('\0');
  let time = 0;
  for (let at = 0; at < words.length; at++) {
    const word = (words[at] as string).replace(/^\n/, '');
    if (word.startsWith('\x01')) time = Number(word.slice(1)) * 1000;
    else if (word === 'A') {
      const path = words[++at] as string;
      if (!dates.has(path)) dates.set(path, time);
    } else if (word.startsWith('R')) {
      const from = words[++at] as string;
      const to = words[++at] as string;
      dates.set(to, dates.get(from) ?? time);
    }
  }
  return dates;
}
