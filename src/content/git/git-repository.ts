import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseRemote, type Remote } from './parse-remote.js';
import { GitError, type GitOptions, runGit } from './run-git.js';

/** Milliseconds. A first clone of a large site takes minutes; asking what is new takes seconds. */
const CLONE_TIMEOUT = 15 * 60_000;
const FETCH_TIMEOUT = 5 * 60_000;
const ASK_TIMEOUT = 30_000;
/** A remote that fails is asked ever more rarely, down to this (ms). */
const LONGEST_BACKOFF = 15 * 60_000;
/** What git allows for a name, more or less; above all nothing that looks like an option. */
const BRANCH = /^(?![-/.])[^\s~^:?*[\\\x00-\x1f]+$/;
/** A lock file this old (ms) was left behind by a process that died. */
const STALE_LOCK = 10 * 60_000;

export interface RepositoryOptions {
  /** https, ssh or file; credentials in it are used and never shown. */
  url: string;
  /** Default: the remote's own default branch, even when that changes. */
  branch?: string;
  /** Where the clone is kept. */
  dir: string;
  /** How often to ask for news (ms). */
  poll: number;
  random?: () => number;
}

export interface SyncResult {
  /** The files may have changed. */
  changed: boolean;
  commit: string;
}

/** A clone of a remote that follows it, whatever happens there. */
export interface GitRepository {
  /** The work tree. */
  readonly path: string;
  /** Whether there is a clone of this very remote, with something in it. */
  hasClone(): Promise<boolean>;
  /** Makes the work tree what the remote has. Calls never overlap. @throws {GitError} */
  sync(): Promise<SyncResult>;
  /** Runs `work` while no files change under it: scan in here. */
  quietly<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Polls until closed. `poke` (a push webhook) asks at once. */
  follow(handlers: { onChange(commit: string): void; onFault(error: Error): void }): { poke(): void };
  /** Stops polling and whatever git is doing. */
  close(): Promise<void>;
}

/** @throws {GitError} when the address is none that may be cloned */
export function openGitRepository(options: RepositoryOptions): GitRepository {
  const remote = parseRemote(options.url);
  if ('fault' in remote) throw new GitError(`the repository cannot be cloned: ${remote.fault}`, 'failed');
  if (options.branch !== undefined && !BRANCH.test(options.branch)) {
    throw new GitError(`"${options.branch}" is not the name of a branch`, 'failed');
  }
  return new Clone(remote, options);
}

class Clone implements GitRepository {
  readonly path: string;
  private readonly stop = new AbortController();
  private readonly random: () => number;
  private busy: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  /** The work tree was made sure of since the start. */
  private settled = false;

  constructor(
    private readonly remote: Remote,
    private readonly options: RepositoryOptions,
  ) {
    this.path = options.dir;
    this.random = options.random ?? Math.random;
  }

  async hasClone(): Promise<boolean> {
    return (await this.head()) !== undefined;
  }

  sync(): Promise<SyncResult> {
    return this.quietly(() => this.syncOnce());
  }

  quietly<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.busy.then(work);
    this.busy = result.catch(() => undefined);
    return result;
  }

  follow({ onChange, onFault }: Parameters<GitRepository['follow']>[0]): { poke(): void } {
    const ask = async () => {
      this.timer = undefined;
      try {
        const { changed, commit } = await this.sync();
        this.failures = 0;
        if (changed) onChange(commit);
      } catch (error) {
        if (this.stop.signal.aborted) return;
        this.failures++;
        onFault(error as Error);
      }
      plan(this.delay());
    };
    const plan = (delay: number) => {
      if (this.stop.signal.aborted) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void ask(), delay);
    };
    plan(this.delay());
    return { poke: () => plan(0) };
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.stop.abort();
    await this.busy;
  }

  private delay(): number {
    const wait = Math.min(this.options.poll * 2 ** this.failures, Math.max(LONGEST_BACKOFF, this.options.poll));
    return Math.round(wait * (0.95 + this.random() / 10));
  }

  private async syncOnce(): Promise<SyncResult> {
    const wanted = await this.askRemote();
    const before = await this.head();
    if (before === wanted.commit && this.settled) return { changed: false, commit: before };
    const commit = before === undefined ? await this.clone(wanted) : await this.updateOrClone(wanted);
    const changed = commit !== before || !this.settled;
    this.settled = true;
    return { changed, commit };
  }

  private async updateOrClone(wanted: { branch: string }): Promise<string> {
    try {
      return await this.update(wanted);
    } catch (error) {
      if (!(error instanceof GitError) || error.kind !== 'failed' || (await this.isLocked())) throw error;
      // The remote has just answered, so the fault is ours: a clone is quicker made anew than mended.
      return await this.clone(wanted);
    }
  }

  /** What the branch is at, over there. */
  private async askRemote(): Promise<{ branch: string; commit: string }> {
    const { branch } = this.options;
    const ref = branch === undefined ? 'HEAD' : `refs/heads/${branch}`;
    const answer = await this.git(['ls-remote', '--symref', '--', this.remote.url, ref], { timeout: ASK_TIMEOUT });
    const commit = answer
      .split('\n')
      .map((line) => line.split('\t'))
      .find(([hash, name]) => name === ref && /^[0-9a-f]{40,64}$/.test(hash ?? ''))?.[0];
    if (!commit)
      throw new GitError(
        branch === undefined ? 'the repository is empty' : `the repository has no branch "${branch}"`,
        'failed',
      );
    const symbolic = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(answer)?.[1];
    return { branch: branch ?? symbolic ?? 'HEAD', commit };
  }

  /** The commit the clone is at; undefined when there is no usable clone of this remote. */
  private async head(): Promise<string | undefined> {
    if (!existsSync(join(this.path, '.git'))) return undefined;
    try {
      // The folder named outright: git must not look for a repository further up.
      const origin = (await this.inClone(['config', '--get', 'remote.origin.url'])).trim();
      if (origin !== this.remote.url) return undefined;
      return (await this.inClone(['rev-parse', '--verify', 'HEAD^{commit}'])).trim();
    } catch (error) {
      if (error instanceof GitError && error.kind === 'failed') return undefined; // broken: it will be cloned again
      throw error;
    }
  }

  /** Whole history, without the contents of old versions (those of first commits' dates need none), beside the old clone until it is ready. */
  private async clone({ branch }: { branch: string }): Promise<string> {
    await this.refuseForeignFolder();
    const fresh = `${this.path}.${randomBytes(4).toString('hex')}.tmp`;
    await mkdir(dirname(this.path), { recursive: true });
    try {
      const named = branch === 'HEAD' ? [] : ['--branch', branch];
      const args = [
        'clone',
        '--quiet',
        '--filter=blob:none',
        '--no-tags',
        '--single-branch',
        ...named,
        '--',
        this.remote.url,
        fresh,
      ];
      await this.git(args, { timeout: CLONE_TIMEOUT });
      await rm(this.path, { recursive: true, force: true });
      await rename(fresh, this.path);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
    return this.reached();
  }

  private async update({ branch }: { branch: string }): Promise<string> {
    const ref = branch === 'HEAD' ? 'HEAD' : `refs/heads/${branch}`;
    const network = { timeout: FETCH_TIMEOUT };
    await this.inClone(
      [
        'fetch',
        '--quiet',
        '--force',
        '--no-tags',
        '--filter=blob:none',
        'origin',
        `+${ref}:refs/remotes/origin/followed`,
      ],
      network,
    );
    // Between asking and fetching the branch may have moved on; what was fetched counts.
    await this.inClone(['checkout', '--quiet', '--force', '--detach', 'refs/remotes/origin/followed'], network);
    await this.inClone(['reset', '--quiet', '--hard'], network);
    await this.inClone(['clean', '-ffdxq']);
    return this.reached();
  }

  private async reached(): Promise<string> {
    return (await this.inClone(['rev-parse', '--verify', 'HEAD'])).trim();
  }

  /** What is no clone was put there by somebody, and is not ours to remove. */
  private async refuseForeignFolder(): Promise<void> {
    if (!existsSync(this.path) || existsSync(join(this.path, '.git'))) return;
    if ((await readdir(this.path)).length > 0) {
      throw new GitError(`${this.path} is in the way: it holds files, but is no clone`, 'failed');
    }
  }

  private async isLocked(): Promise<boolean> {
    const lock = join(this.path, '.git', 'index.lock');
    try {
      return Date.now() - (await stat(lock)).mtimeMs < STALE_LOCK;
    } catch {
      return false; // no lock
    }
  }

  private inClone(args: readonly string[], options: GitOptions = {}): Promise<string> {
    return this.git(['--git-dir', join(this.path, '.git'), '--work-tree', this.path, ...args], {
      cwd: this.path,
      ...options,
    });
  }

  private git(args: readonly string[], options: GitOptions): Promise<string> {
    return runGit(args, { ...options, signal: this.stop.signal, credentials: this.remote.credentials });
  }
}
