import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markdownPost } from '../support/markdown-post.js';
import { runPostrider } from '../support/postrider.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { tempFolder } from '../support/temp-folder.js';

async function site() {
  const [folder, slack] = [tempFolder(), await startSlackServer()];
  slack.channels.C1 = { member: true };
  folder.write(
    'postrider.yaml',
    `site: { title: 博客, url: "https://blog.example.org" }
content: { path: content, permalink: "/blog/{slug}/" }
channels:
  - { name: community, type: slack, token: ${SLACK_TOKEN}, channel: C1, apiUrl: "${slack.apiUrl}" }
  - { name: terminal, type: console, match: { tags: [Seata] } }`,
  );
  folder.write('content/mosn.md', markdownPost('认识 MOSN', { date: '2022-01-31T10:00:00+08:00', tags: '[MOSN]' }));
  folder.write('content/seata.md', markdownPost('Seata 入门', { date: '2022-02-02T10:00:00+08:00', tags: '[Seata]' }));
  folder.write('content/draft.md', markdownPost('草稿', { draft: 'true' }));
  folder.write('content/broken.md', '---\ntitle: 没有结束的文件头\n');
  folder.write(
    'jobs/weekly.md',
    '---\ntitle: 本周推荐阅读\nschedule: "0 10 * * 5"\nchannels: [community]\n---\n{{ edition.week }} 的推荐阅读\n',
  );
  const run = (...args: string[]) => runPostrider(folder.path, args);
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  return { folder, slack, run, json };
}

describe('the command line', () => {
  it('has help for every command', async () => {
    const { path } = tempFolder();
    const { stdout } = await runPostrider(path, ['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z-]+) \[/gm)].map((match) => match[1] as string);
    expect(names).toEqual(
      expect.arrayContaining([
        'start',
        'build',
        'lint',
        'preview',
        'announce',
        'digest',
        'recommend',
        'ask',
        'status',
        'retry',
        'doctor',
      ]),
    );
    for (const name of names.filter((each) => each !== 'help')) {
      const { code, stdout: help } = await runPostrider(path, [name, '--help']);
      expect([name, code, help]).toEqual([name, 0, expect.stringContaining('--config <file>')]);
    }
  });

  it.each([
    { args: ['anounce'], says: "unknown command 'anounce'" },
    { args: ['build', '--to', 'x'], says: "unknown option '--to'" },
    { args: ['status', '--config', 'nowhere.yaml'], says: 'nowhere.yaml: no such file; check --config' },
    { args: ['start', '--roles', 'web,wroker'], says: 'there is no role "wroker"' },
    { args: ['preview', 'mosn', '--medium', 'slak'], says: 'Allowed choices are' },
    { args: ['preview', 'mosm'], says: 'did you mean "mosn"?' },
    { args: ['preview'], says: 'give either a post or --job NAME' },
    { args: ['digest', 'weekyl'], says: 'did you mean "weekly"?' },
    { args: ['digest', 'weekly', '--at', '2022-02-04'], says: 'is not a moment; write it like' },
    { args: ['announce', 'draft'], says: '"草稿" is a draft' },
    { args: ['announce', 'mosn', '--channel', 'comunity'], says: 'there is no channel "comunity"' },
    { args: ['recommend', 'mosn', '-n', 'many'], says: '"many" is not a number of articles' },
  ])('exits with 2 and says what is wrong: $args', async ({ args, says }) => {
    const { run } = await site();
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
  });

  it('keeps secrets out of errors', async () => {
    const { folder, slack, run } = await site();
    folder.write(
      'postrider.yaml',
      `channels: [{ name: a, type: slack, token: xoxb-very-secret, channel: C1, apiUrl: "${slack.origin}/xoxb-very-secret/" }]`,
    );
    const { code, stdout, stderr } = await run('announce', 'mosn');
    expect(code).toBe(1);
    expect(stdout).toContain('failed a');
    expect(stdout + stderr).not.toContain('very-secret');
  });
});

describe('build', () => {
  it('writes every feed and page, reports what could not be read, and writes nothing the second time', async () => {
    const { folder, run, json } = await site();
    const first = await json('build');
    expect(first).toMatchObject({ posts: 2, skipped: 1, feeds: expect.any(Number), ms: expect.any(Number) });
    expect(first.problems).toContainEqual(
      expect.objectContaining({
        file: 'broken.md',
        line: expect.any(Number),
        rule: expect.any(String),
        message: expect.any(String),
      }),
    );
    expect(readFileSync(join(folder.path, 'public/rss.xml'), 'utf8')).toContain('https://blog.example.org/blog/mosn/');
    expect(readFileSync(join(folder.path, 'public/tags/mosn/feed.json'), 'utf8')).toContain('认识 MOSN');
    expect(readFileSync(join(folder.path, 'public/index.html'), 'utf8')).toContain('Seata 入门');
    // What was read is kept for the next build; a build makes no ledger.
    expect(readdirSync(join(folder.path, 'data'))).not.toContain('postrider.sqlite');
    expect((await run('build')).stdout).toContain('(0 new or changed)');
  });

  it('fails with --strict when a post could not be read', async () => {
    const { run } = await site();
    expect((await run('build')).code).toBe(0);
    expect((await run('build', '--strict')).code).toBe(1);
  });

  it('needs no secrets', async () => {
    const { folder, run } = await site();
    folder.write('postrider.yaml', 'channels: [{ name: a, type: slack, token: ${NOT_THERE}, channel: C1 }]');
    expect((await run('build')).code).toBe(0);
    expect(await run('status')).toMatchObject({ code: 0 });
    expect(await run('announce', 'mosn')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('NOT_THERE is not set'),
    });
  });
});

describe('lint', () => {
  it('finds what is wrong with files and with the library, and fails on errors', async () => {
    const { folder, run, json } = await site();
    folder.write('content/twin.md', markdownPost('认识 MOSN', { date: '2022-02-01T10:00:00+08:00', tags: '[Mosn]' }));
    const found = await json('lint');
    expect(found).toContainEqual(
      expect.objectContaining({ file: 'broken.md', severity: 'error', line: expect.any(Number) }),
    );
    expect(found).toContainEqual(expect.objectContaining({ rule: 'term-twins', severity: 'warning' }));
    expect(found).toContainEqual(expect.objectContaining({ rule: 'title-twins', severity: 'warning' }));
    expect(await run('lint')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^content\/broken\.md:\d+ error /m),
    });
    expect(await run('lint', 'content/mosn.md')).toMatchObject({ code: 0 });
  });

  it('annotates a pull request', async () => {
    const { run } = await site();
    const { stdout } = await run('lint', 'content/broken.md', '--format', 'github');
    expect(stdout).toMatch(/^::error file=content\/broken\.md,line=\d+,title=[\w-]+::[^\n]+\n$/);
  });
});

describe('announce', () => {
  it('announces a post once, and once more when asked to', async () => {
    const { slack, run, json } = await site();
    expect(await json('announce', 'mosn')).toMatchObject({ deliveries: [{ channel: 'community', state: 'sent' }] });
    expect(await run('announce', 'content/mosn.md')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('refused'),
    });
    expect(slack.messages).toHaveLength(1);
    expect(await run('announce', '认识 MOSN', '--again')).toMatchObject({ code: 0 });
    expect(slack.messages).toHaveLength(2);
    expect((await json('status')).deliveries).toMatchObject({ sent: 2 });
  });

  it('goes only to channels that want the post, unless one is named', async () => {
    const { slack, run } = await site();
    const { stdout } = await run('announce', 'seata', '--channel', 'terminal');
    expect(stdout).toContain('Seata 入门');
    expect(slack.messages).toHaveLength(0);
  });

  it('tells why a channel refused, and retry puts it back', async () => {
    const { slack, run, json } = await site();
    slack.channels.C1 = { archived: true };
    expect(await run('announce', 'mosn')).toMatchObject({ code: 1, stdout: expect.stringContaining('is_archived') });
    const [{ deliveries }] = [await json('status')];
    expect(deliveries).toMatchObject({ failed: 1 });
    expect(await json('retry', '--failed')).toMatchObject({ retried: [{ state: 'pending' }], refused: [] });
    expect((await json('status')).deliveries).toMatchObject({ failed: 0, pending: 1 });
    expect(await run('retry', 'no-such-delivery')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('no such delivery'),
    });
  });
});

describe('preview', () => {
  it('prints the very payload that is sent', async () => {
    const { slack, json } = await site();
    const { medium, payload } = await json('preview', 'mosn');
    await json('announce', 'mosn');
    expect(medium).toBe('slack');
    const { text, blocks, metadata } = payload;
    expect(slack.messages).toMatchObject([{ text, blocks, metadata }]);
  });

  it('draws any post and edition for any medium', async () => {
    const { json } = await site();
    expect(await json('preview', 'seata', '--medium', 'dingtalk')).toMatchObject({
      medium: 'dingtalk',
      payload: { msgtype: 'markdown', markdown: { text: expect.stringContaining('Seata 入门') } },
    });
    expect(await json('preview', '--job', 'weekly', '--medium', 'slack')).toMatchObject({
      payload: { blocks: expect.any(Array) },
    });
  });
});

describe('digest', () => {
  it('composes the edition of a moment and sends it once', async () => {
    const { slack, run, json } = await site();
    const at = ['--at', '2022-02-04T10:00:00+08:00'];
    expect(await json('digest', 'weekly', ...at, '--dry-run')).toMatchObject({
      edition: 'weekly/2022-W05',
      posts: [
        { title: 'Seata 入门', url: 'https://blog.example.org/blog/seata/' },
        { title: '认识 MOSN', url: 'https://blog.example.org/blog/mosn/' },
      ],
      markdown: expect.stringContaining('2022-W05 的推荐阅读'),
    });
    expect(slack.messages).toHaveLength(0);
    expect((await json('digest', 'weekly', ...at)).deliveries).toMatchObject([{ channel: 'community', state: 'sent' }]);
    expect(await run('digest', 'weekly', ...at)).toMatchObject({ code: 1, stdout: expect.stringContaining('refused') });
    expect(slack.messages).toHaveLength(1);
  });
});

describe('status', () => {
  it('shows deliveries even when there is no content to read', async () => {
    const { folder, run, json } = await site();
    await run('announce', 'mosn');
    folder.remove('content');
    expect(await json('status')).toMatchObject({ posts: 0, deliveries: { sent: 1 } });
    expect(await run('status')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('there is no content folder'),
    });
  });
});

describe('ask, recommend, status and doctor', () => {
  it('answer as the contract says', async () => {
    const { run, json } = await site();
    expect(await json('ask', '标签', 'ＭＯＳＮ')).toMatchObject({
      items: [{ title: '认识 MOSN', url: 'https://blog.example.org/blog/mosn/', date: '2022-01-31T10:00:00+08:00' }],
      total: 1,
      text: expect.stringContaining('认识 MOSN'),
    });
    expect((await run('recommend', 'mosn')).stdout).toBe(
      '### 本周推荐阅读\n\n[Seata 入门](https://blog.example.org/blog/seata/)\n',
    );
    expect(await json('status')).toEqual({
      posts: 2,
      problems: expect.any(Number),
      deliveries: { pending: 0, sending: 0, sent: 0, failed: 0, held: 0, skipped: 0 },
      lastScan: null,
      engine: 'embedded',
      jobs: [{ name: 'weekly', next: expect.stringMatching(/T02:00:00\.000Z$/) }],
      drafts: [],
      subscriptions: 0,
      queue: 0,
    });
    const { code, stdout } = await run('doctor');
    expect(stdout).toContain('Slack knows the token');
    expect(code).toBe(0);
  });
});
