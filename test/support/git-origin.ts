import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TempFolder, tempFolder } from './temp-folder.js';

export interface GitOrigin {
  /** What a clone is given. */
  url: string;
  /** The bare repository. */
  path: string;
  /** Changes files (undefined: delete) and pushes a commit. @returns its hash */
  commit(
    files: Record<string, string | undefined>,
    options?: { date?: string; branch?: string; amend?: boolean },
  ): string;
  rename(from: string, to: string): string;
  git(...args: string[]): string;
}

/** A real repository to clone from, removed when the test ends. */
export function gitOrigin(): GitOrigin {
  const bare = tempFolder();
  const work: TempFolder = tempFolder();
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Author',
    GIT_AUTHOR_EMAIL: 'author@example.org',
    GIT_COMMITTER_NAME: 'Author',
    GIT_COMMITTER_EMAIL: 'author@example.org',
  };
  const run = (cwd: string, args: string[], extra = {}) =>
    execFileSync('git', args, {
      cwd,
      env: { ...env, ...extra },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  run(bare.path, ['init', '--quiet', '--bare', '--initial-branch=main']);
  run(bare.path, ['config', 'uploadpack.allowFilter', 'true']);
  run(work.path, ['init', '--quiet', '--initial-branch=main']);

  const push = (branch: string, date: string | undefined, amend: boolean) => {
    run(work.path, ['add', '--all']);
    const dates = date ? { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } : {};
    run(work.path, ['commit', '--quiet', '--allow-empty', '--message', 'change', ...(amend ? ['--amend'] : [])], dates);
    run(work.path, ['push', '--quiet', '--force', bare.path, `HEAD:refs/heads/${branch}`]);
    return run(work.path, ['rev-parse', 'HEAD']);
  };
  return {
    url: `file://${bare.path}`,
    path: bare.path,
    commit(files, { date, branch = 'main', amend = false } = {}) {
      for (const [path, content] of Object.entries(files)) {
        if (content === undefined) rmSync(join(work.path, path));
        else work.write(path, content);
      }
      return push(branch, date, amend);
    },
    rename(from, to) {
      run(work.path, ['mv', from, to]);
      return push('main', undefined, false);
    },
    git: (...args) => run(bare.path, args),
  };
}
