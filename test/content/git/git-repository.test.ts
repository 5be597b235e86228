import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type GitRepository,
  openGitRepository,
  type RepositoryOptions,
} from '../../../src/content/git/git-repository.js';
import { openReader } from '../../support/content-reader.js';
import { type GitOrigin, gitOrigin } from '../../support/git-origin.js';
import { tempFolder } from '../../support/temp-folder.js';

const HOUR = 3_600_000;
const post = (title: string) => `---\ntitle: ${title}\ndate: 2022-01-01\n---\ntext`;

function follow(origin: GitOrigin, overrides: Partial<RepositoryOptions> = {}): GitRepository {
  const dir = join(tempFolder().path, 'clones', 'content');
  const repository = openGitRepository({ url: origin.url, dir, poll: HOUR, ...overrides });
  onTestFinished(() => repository.close());
  return repository;
}

const read = (repository: GitRepository, path: string) => readFileSync(join(repository.path, path), 'utf8');

describe('following a git repository', () => {
  it('clones it, and says whether there was news', async () => {
    const origin = gitOrigin();
    const first = origin.commit({ 'blog/a.md': post('A') });
    const repository = follow(origin);

    expect(await repository.sync()).toEqual({ changed: true, commit: first });
    expect(await repository.sync()).toEqual({ changed: false, commit: first });
    const second = origin.commit({ 'blog/b.md': post('B') });
    expect(await repository.sync()).toEqual({ changed: true, commit: second });
    expect(read(repository, 'blog/b.md')).toBe(post('B'));
  });

  it('has the whole history without the contents of old versions', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A, first version') });
    const old = origin.git('rev-parse', 'main:a.md');
    origin.commit({ 'a.md': post('A, second version') });
    const repository = follow(origin);
    await repository.sync();

    const { execFileSync } = await import('node:child_process');
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: repository.path,
        encoding: 'utf8',
        env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
      });
    expect(git('rev-list', '--count', 'HEAD').trim()).toBe('2');
    expect(git('rev-list', '--objects', '--missing=print', 'HEAD')).toContain(`?${old}`);
  });

  it('follows a force push', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A'), 'b.md': post('B') });
    const repository = follow(origin);
    await repository.sync();

    const rewritten = origin.commit({ 'a.md': post('A, rewritten'), 'b.md': undefined }, { amend: true });

    expect(await repository.sync()).toEqual({ changed: true, commit: rewritten });
    expect(read(repository, 'a.md')).toBe(post('A, rewritten'));
    expect(existsSync(join(repository.path, 'b.md'))).toBe(false);
  });

  it('follows the default branch when that changes', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('On main') });
    const repository = follow(origin);
    await repository.sync();

    origin.commit({ 'a.md': post('On trunk') }, { branch: 'trunk' });
    origin.git('symbolic-ref', 'HEAD', 'refs/heads/trunk');

    expect((await repository.sync()).changed).toBe(true);
    expect(read(repository, 'a.md')).toBe(post('On trunk'));
  });

  it('stays on the branch it was told', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('On main') });
    origin.commit({ 'a.md': post('On next') }, { branch: 'next' });
    const repository = follow(origin, { branch: 'next' });
    await repository.sync();
    expect(read(repository, 'a.md')).toBe(post('On next'));

    origin.commit({ 'a.md': post('On main again') });
    expect((await repository.sync()).changed).toBe(false);
  });

  it('switches to another branch after the config changed', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('On main') });
    origin.commit({ 'a.md': post('On next') }, { branch: 'next' });
    const dir = join(tempFolder().path, 'clone');
    await follow(origin, { dir }).sync();

    const again = follow(origin, { dir, branch: 'next' });

    expect((await again.sync()).changed).toBe(true);
    expect(read(again, 'a.md')).toBe(post('On next'));
  });

  it('says which branch is missing', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    await expect(follow(origin, { branch: 'nope' }).sync()).rejects.toThrow('the repository has no branch "nope"');
  });

  it.each([
    ['its objects are gone', (path: string) => rmSync(join(path, '.git/objects'), { recursive: true })],
    ['HEAD is nonsense', (path: string) => writeFileSync(join(path, '.git/HEAD'), '\0\0\0')],
    ['the index is nonsense', (path: string) => writeFileSync(join(path, '.git/index'), 'nonsense')],
    ['its config is gone', (path: string) => rmSync(join(path, '.git/config'))],
    ['only the .git folder is left', (path: string) => rmSync(join(path, '.git'), { recursive: true })],
  ])('clones again when %s', async (_, damage) => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    const dir = join(tempFolder().path, 'clone');
    const before = follow(origin, { dir });
    await before.sync();
    await before.close();
    damage(dir);
    rmSync(join(dir, 'a.md'), { force: true });
    origin.commit({ 'b.md': post('B') });

    const after = follow(origin, { dir });
    await after.sync();

    expect(read(after, 'a.md')).toBe(post('A'));
    expect(read(after, 'b.md')).toBe(post('B'));
  });

  it('puts back what somebody changed in the clone while it was down', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    const dir = join(tempFolder().path, 'clone');
    await follow(origin, { dir }).sync();
    writeFileSync(join(dir, 'a.md'), 'edited by hand');
    writeFileSync(join(dir, 'new.md'), 'not committed');

    const again = follow(origin, { dir });

    expect((await again.sync()).changed).toBe(true);
    expect(read(again, 'a.md')).toBe(post('A'));
    expect(existsSync(join(dir, 'new.md'))).toBe(false);
  });

  it("never removes a folder that is somebody's files", async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    const folder = tempFolder();
    folder.write('thesis.md', 'years of work');

    await expect(follow(origin, { dir: folder.path }).sync()).rejects.toThrow(/is in the way/);
    expect(readFileSync(join(folder.path, 'thesis.md'), 'utf8')).toBe('years of work');
  });

  it('keeps what it has when the remote cannot be reached', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    const repository = follow(origin);
    await repository.sync();
    rmSync(origin.path, { recursive: true });

    await expect(repository.sync()).rejects.toThrow(/does not (appear to be a git repository|exist)/);
    expect(read(repository, 'a.md')).toBe(post('A'));
  });

  it('polls, hears a poke at once, and reports a fault and the recovery', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    const repository = follow(origin, { poll: 50 });
    await repository.sync();
    const changes: string[] = [];
    const faults: string[] = [];
    repository.follow({ onChange: (commit) => changes.push(commit), onFault: (error) => faults.push(error.message) });

    const second = origin.commit({ 'b.md': post('B') });
    await until(() => changes.includes(second));
    origin.git('symbolic-ref', 'HEAD', 'refs/heads/nothing');
    await until(() => faults.length > 0);
    origin.git('symbolic-ref', 'HEAD', 'refs/heads/main');
    const third = origin.commit({ 'c.md': post('C') });
    await until(() => changes.includes(third));
    expect(changes).toEqual([second, third]);
  });

  it('asks at once when poked, however long the poll', async () => {
    const origin = gitOrigin();
    origin.commit({ 'a.md': post('A') });
    const repository = follow(origin, { poll: HOUR });
    await repository.sync();
    const changes: string[] = [];
    const { poke } = repository.follow({ onChange: (commit) => changes.push(commit), onFault: () => {} });

    const second = origin.commit({ 'b.md': post('B') });
    poke();
    await until(() => changes.length > 0);
    expect(changes).toEqual([second]);
  });

  it('gives posts without a date that of their first commit, which a rename keeps', async () => {
    const origin = gitOrigin();
    origin.commit({ 'blog/a.md': '---\ntitle: A\n---\nbody' }, { date: '2020-05-06T07:08:09+00:00' });
    origin.commit({ 'blog/b 中文.md': '---\ntitle: B\n---\nbody' }, { date: '2021-05-06T07:08:09+00:00' });
    origin.rename('blog/a.md', 'blog/moved.md');
    const repository = follow(origin);
    await repository.sync();

    const reader = openReader(join(repository.path, 'blog'));
    const { posts, problems } = await repository.quietly(() => reader.scan());

    expect(posts.map(({ path, date }) => [path, date])).toEqual([
      ['b 中文.md', '2021-05-06T15:08:09+08:00'],
      ['moved.md', '2020-05-06T15:08:09+08:00'],
    ]);
    expect(problems.map(({ rule, message }) => [rule, message])).toEqual([
      ['date-missing', "there is no date; the file's first commit is used (2021-05-06T15:08:09+08:00)"],
      ['date-missing', "there is no date; the file's first commit is used (2020-05-06T15:08:09+08:00)"],
    ]);
  });
});

describe('what may be cloned', () => {
  it.each([
    ['ext::sh -c "touch pwned"', 'expected an https://, ssh:// or file:// address, or git@host:path'],
    ['http://example.org/site.git', 'http:// is not allowed; use https://, ssh:// or file://'],
    ['--upload-pack=touch pwned', 'expected an https://, ssh:// or file:// address, or git@host:path'],
    ['-oProxyCommand=x:y', 'expected an https://, ssh:// or file:// address, or git@host:path'],
    ['ssh://-oProxyCommand=x/y', 'it is not an address'],
  ])('refuses %s', (url, fault) => {
    expect(() => openGitRepository({ url, dir: '/nowhere', poll: HOUR })).toThrow(
      `the repository cannot be cloned: ${fault}`,
    );
  });

  it('refuses a branch that looks like an option', () => {
    expect(() =>
      openGitRepository({ url: 'file:///x', branch: '--upload-pack=x', dir: '/nowhere', poll: HOUR }),
    ).toThrow('"--upload-pack=x" is not the name of a branch');
  });

  it('never shows credentials: not in an error, not in the clone', async () => {
    const dir = join(tempFolder().path, 'clone');
    const url = 'https://someone:hunter2@127.0.0.1:1/site.git';
    const repository = openGitRepository({ url, dir, poll: HOUR });
    onTestFinished(() => repository.close());

    const error = await repository.sync().catch((each: Error) => each);
    expect(String(error)).toContain('127.0.0.1');
    expect(JSON.stringify([String(error), error])).not.toMatch(/hunter2|someone/);
  });
});

async function until(done: () => boolean): Promise<void> {
  for (const started = Date.now(); !done(); await sleep(20)) {
    if (Date.now() - started > 15_000) throw new Error('it did not happen within 15 s');
  }
}
