import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { markdownPost } from '../support/markdown-post.js';
import { httpFault } from '../support/platform-server.js';
import { type RunningPostrider, runPostrider, startPostrider } from '../support/postrider.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

/** Long enough for a further message to come, if one would. */
const QUIET = 2_500;
/** For what certainly comes, on a machine that is busy. */
const PATIENCE = 30_000;

/** A site whose news goes to Slack by the app, which can be asked what it has, and by an incoming webhook, which cannot. */
async function site() {
  const [folder, slack] = [tempFolder(), await startSlackServer()];
  slack.channels = { C1: { member: true }, C2: {} };
  folder.write(
    'postrider.yaml',
    `site: { title: 博客, url: "https://blog.example.org" }
content: { path: content, permalink: "/blog/{slug}/" }
channels:
  - { name: app, type: slack, token: ${SLACK_TOKEN}, channel: C1, apiUrl: "${slack.apiUrl}" }
  - { name: hook, type: slack-webhook, webhook: "${slack.webhook('C2')}" }`,
  );
  folder.write('content/old.md', markdownPost('早就有的文章'));
  const run = (...args: string[]) => runPostrider(folder.path, args);
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  const write = (title: string) => folder.write(`content/${title}.md`, markdownPost(title));
  const inChannel = (channel: string) =>
    slack.messages
      .filter((message) => message.channel === channel)
      .map(({ text }) => /一|二|三|四/.exec(text)?.[0])
      .join('');
  return { folder, slack, run, json, write, inChannel, database: join(folder.path, 'data/postrider.sqlite') };
}

describe('postrider backup', { timeout: 120_000 }, () => {
  it('copies the database while it is being written to, reads the copy back and says what is in it', async () => {
    const { folder, run, json, write, inChannel } = await site();
    const running = await startPostrider(folder.path);
    write('一');
    await until(() => inChannel('C1') === '一' && inChannel('C2') === '一', PATIENCE);
    write('二');

    const made = await json('backup', 'copies/monday.sqlite');
    expect(made).toEqual({
      file: join(folder.path, 'copies/monday.sqlite'),
      madeAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      bytes: statSync(made.file).size,
      check: 'ok',
      posts: expect.any(Number),
      editions: 0,
      deliveries: expect.any(Number),
      subscriptions: 0,
    });
    expect(made.posts).toBeGreaterThanOrEqual(2);
    expect(readdirSync(join(folder.path, 'copies'))).toEqual(['monday.sqlite']);

    const again = await run('backup', 'copies/monday.sqlite');
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('exists already; choose another name, or give --force to replace it');
    const forced = await run('backup', 'copies/monday.sqlite', '--force');
    expect([forced.code, forced.stderr]).toEqual([0, '']);
    expect(forced.stdout).toMatch(/monday\.sqlite holds the state of .+ UTC: 3 posts, 0 editions, 4 deliveries/);
    await until(() => inChannel('C1') === '一二', PATIENCE);
    expect(await running.stop()).toBe(0);
  });

  it.each([
    { config: '', to: 'copy.sqlite', code: 1, says: 'There is no database' },
    { config: '', to: '.', code: 1, says: 'is not a file', start: true },
    {
      config: 'engine: { type: redis, url: "redis://127.0.0.1:1" }',
      to: 'copy.sqlite',
      code: 2,
      says: 'the ledger is in Redis, which has backups of its own',
    },
  ])('refuses with $says', async ({ config, to, code, says, start }) => {
    const { path, write } = tempFolder();
    write('content/a.md', markdownPost('一'));
    write('postrider.yaml', `channels: []\n${config}`);
    if (start) await runPostrider(path, ['status']);
    for (const command of code === 2 ? ['backup', 'restore'] : ['backup']) {
      const result = await runPostrider(path, [command, to]);
      expect([result.code, result.stdout]).toEqual([code, '']);
      expect(result.stderr).toContain(says);
    }
    expect(readdirSync(path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('postrider restore', { timeout: 120_000 }, () => {
  /** A backup in which one post waits for both channels, and an installation that went on: 一 二 三 are out. */
  async function lostDay() {
    const blog = await site();
    const { folder, slack, write, inChannel, json } = blog;
    const running = await startPostrider(folder.path);
    write('一');
    await until(() => inChannel('C1') === '一' && inChannel('C2') === '一', PATIENCE);
    slack.faultOf = ({ url }) => (/postMessage|services/.test(url.pathname) ? httpFault(503) : undefined);
    write('二');
    await until(
      () => slack.requests.filter(({ body }) => body.includes('%E4%BA%8C') || body.includes('二')).length > 1,
    );
    await json('backup', 'backup.sqlite');
    slack.faultOf = () => undefined;
    await until(() => inChannel('C1') === '一二' && inChannel('C2') === '一二', PATIENCE);
    write('三');
    await until(() => inChannel('C1') === '一二三' && inChannel('C2') === '一二三', PATIENCE);
    await running.kill();
    return blog;
  }

  /** Nothing that was out goes out again, and the next news does. */
  async function seeThatNothingIsDoubled({ write, inChannel, json }: Awaited<ReturnType<typeof site>>) {
    await vi.waitFor(async () => expect((await json('status')).deliveries.held).toBe(1), PATIENCE);
    await sleep(QUIET);
    expect([inChannel('C1'), inChannel('C2')]).toEqual(['一二三', '一二三']);
    write('四');
    await until(() => inChannel('C1') === '一二三四' && inChannel('C2') === '一二三四', PATIENCE);
    // 三 is recorded in both channels; Slack said of 二 that it has it, and for the webhook a person must look.
    const settled = { pending: 0, sending: 0, sent: 5, held: 1, skipped: 2, failed: 0 };
    await vi.waitFor(async () => expect((await json('status')).deliveries).toEqual(settled), PATIENCE);
  }

  it('announces nothing twice: what waited is settled by asking or held, what came since counts as announced', async () => {
    const blog = await lostDay();
    const { folder, run, json, inChannel, database } = blog;
    const { code, stdout, stderr } = await run('restore', 'backup.sqlite');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/postrider\.sqlite is now that of .+ UTC: 3 posts, 0 editions, 4 deliveries/);
    expect(stdout).toContain('Waiting deliveries that may have been sent since: 2.');
    const aside = /is kept as (\S+)$/m.exec(stdout)?.[1] as string;
    expect(aside.startsWith(`${database}.before-restore-`)).toBe(true);

    const running = await startPostrider(folder.path);
    await seeThatNothingIsDoubled(blog);
    expect(running.output.stderr).toMatch(/1 posts that may have been announced since are not announced/);
    expect(running.output.stderr).toContain('"posts":["三"]');

    const refused = await run('announce', '三');
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringContaining('refused: "三" has had its announcement'),
    ]);
    await run('announce', '三', '--channel', 'hook', '--again');
    expect(inChannel('C2')).toBe('一二三四三');
    const held = (await run('status')).stdout;
    expect(held).toMatch(/held \w+ hook: 二 \(it may have arrived: it waited when the backup of \S+ was made/);
    await running.stop();

    // The database that was moved aside is whole.
    copyFileSync(aside, database);
    const { sent, sending, skipped } = (await json('status')).deliveries;
    expect({ out: sent + sending, skipped }).toEqual({ out: 6, skipped: 0 });
  });

  it('announces nothing twice when the backup is put in place by hand', async () => {
    const blog = await lostDay();
    const { folder, database } = blog;
    for (const suffix of ['-wal', '-shm']) folder.remove(`data/postrider.sqlite${suffix}`);
    copyFileSync(join(folder.path, 'backup.sqlite'), database);
    await startPostrider(folder.path);
    await seeThatNothingIsDoubled(blog);
  });

  it('takes the place of a damaged database', async () => {
    const blog = await lostDay();
    const { folder, run, json, database } = blog;
    writeFileSync(database, 'no longer a database'.repeat(1_000));
    expect((await run('status')).stderr).toContain('is not a database');
    expect((await run('restore', 'backup.sqlite')).code).toBe(0);
    expect((await json('status')).deliveries).toMatchObject({ pending: 2, sent: 2 });
    await startPostrider(folder.path);
    await seeThatNothingIsDoubled(blog);
  });

  it('takes a plain copy of the file as well, as old as what is in it', async () => {
    const blog = await site();
    const { folder, run, json, database } = blog;
    const running = await startPostrider(folder.path);
    await running.stop();
    copyFileSync(database, join(folder.path, 'plain.sqlite'));
    const { lastScan } = await json('status');
    const restored = await json('restore', 'plain.sqlite');
    expect(restored).toMatchObject({ madeAt: lastScan, posts: 1, inDoubt: 0 });
    expect(await run('restore', 'plain.sqlite')).toMatchObject({ code: 0 });
  });

  it('leaves everything as it is while Postrider runs, and when the file is no backup', async () => {
    const { folder, run, write, inChannel } = await site();
    const running: RunningPostrider = await startPostrider(folder.path);
    await run('backup', 'backup.sqlite');
    folder.write('letter.txt', 'Dear reader');
    folder.write('empty.sqlite', '');
    for (const [file, says] of [
      ['backup.sqlite', 'is in use; stop every Postrider that uses it, then run this again'],
      ['letter.txt', 'is not a database'],
      ['empty.sqlite', 'is empty'],
      ['nowhere.sqlite', 'There is no file'],
      ['data/postrider.sqlite', 'is the database itself'],
    ] as const) {
      const { code, stderr } = await run('restore', file);
      expect([file, code, stderr]).toEqual([file, 1, expect.stringContaining(says)]);
    }
    expect(readdirSync(join(folder.path, 'data')).filter((name) => /restor/.test(name))).toEqual([]);
    write('一');
    await until(() => inChannel('C1') === '一' && inChannel('C2') === '一', PATIENCE);
    await running.stop();
    expect(existsSync(join(folder.path, 'backup.sqlite'))).toBe(true);
  });
});
