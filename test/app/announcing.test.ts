import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DINGTALK_SECRET, startDingtalkServer } from '../support/dingtalk-server.js';
import { markdownPost } from '../support/markdown-post.js';
import { runPostrider, startPostrider } from '../support/postrider.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

/** Long enough for a further message to come, if one would. */
const QUIET = 1_500;

async function community(extra = '') {
  const [slack, dingtalk, folder] = [await startSlackServer(), await startDingtalkServer(), tempFolder()];
  slack.channels.C0123456 = { member: true };
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org }
content: { path: content, permalink: "/blog/{slug}/" }
channels:
  - { name: community, type: slack, token: ${SLACK_TOKEN}, channel: C0123456, apiUrl: "${slack.apiUrl}" }
  - { name: group, type: dingtalk, webhook: "${dingtalk.webhook}", secret: ${DINGTALK_SECRET} }
${extra}`,
  );
  folder.write('content/first.md', markdownPost('早就有的文章'));
  return { slack, dingtalk, folder };
}

const titles = (messages: readonly { text: string }[]) => messages.map(({ text }) => text);

describe('a running Postrider', () => {
  it('serves, announces a new file once within two seconds, and answers questions, with no config at all', async () => {
    const folder = tempFolder();
    folder.write('content/hello.md', markdownPost('你好'));
    const running = await startPostrider(folder.path);
    expect(running.output.stdout).not.toContain('你好');

    folder.write('content/news.md', markdownPost('一篇新文章', { tags: '[MOSN]' }));
    const saved = performance.now();
    await until(() => running.output.stdout.includes('一篇新文章'), 2_000);
    for (const path of ['/', '/rss.xml', '/tags/mosn/feed.json']) {
      await expect
        .poll(async () => (await fetch(running.url + path)).text(), { timeout: 2_000 })
        .toContain('一篇新文章');
    }
    expect(performance.now() - saved).toBeLessThan(2_000);
    const answer = await (await fetch(`${running.url}/api/ask?q=${encodeURIComponent('最新文章')}`)).json();
    expect(answer).toMatchObject({ items: [{ title: '一篇新文章', url: `${running.url}/posts/news/` }], total: 2 });

    await sleep(QUIET);
    expect(running.output.stdout.match(/新文章：一篇新文章/g)).toHaveLength(1);
    expect(await running.stop()).toBe(0);
  });

  it('announces nothing at the first scan, and nothing again after restarts, edits and renames', async () => {
    const { slack, dingtalk, folder } = await community();
    const first = await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('新闻'));
    await until(() => slack.messages.length === 1 && dingtalk.messages.length === 1);
    expect(titles(slack.messages)).toEqual([expect.stringContaining('新闻')]);
    await first.stop();

    const second = await startPostrider(folder.path);
    renameSync(join(folder.path, 'content/news.md'), join(folder.path, 'content/renamed.md'));
    folder.write('content/first.md', markdownPost('早就有的文章，改了标题'));
    await sleep(QUIET);
    await second.stop();
    expect(slack.messages).toHaveLength(1);
    expect(dingtalk.messages).toHaveLength(1);
  });

  it('changes the message in place when the post is edited', async () => {
    const { slack, dingtalk, folder } = await community();
    await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('新文，有错别子'));
    await until(() => slack.messages.length === 1 && dingtalk.messages.length === 1);
    folder.write('content/news.md', markdownPost('新文，没有错别字'));
    await until(() => slack.messages[0]?.edits === 1, 15_000);
    expect(titles(slack.messages)).toEqual([expect.stringContaining('没有错别字')]);
    expect(dingtalk.messages).toHaveLength(1);
  });

  it('keeps drafts back, and brings a future post when its time comes', async () => {
    const { slack, folder } = await community();
    const running = await startPostrider(folder.path);
    folder.write('content/draft.md', markdownPost('草稿', { draft: 'true' }));
    folder.write('content/soon.md', markdownPost('稍后见', { date: new Date(Date.now() + 4_000).toISOString() }));
    await sleep(2_000);
    const soon = async () => (await (await fetch(`${running.url}/atom.xml`)).text()).includes('稍后见');
    expect(await soon()).toBe(false);
    expect(slack.messages).toEqual([]);

    await until(() => slack.messages.length === 1, 8_000);
    expect(titles(slack.messages)).toEqual([expect.stringContaining('稍后见')]);
    expect(await soon()).toBe(true);
  });

  it('makes one round-up of many new posts', async () => {
    const { slack, dingtalk, folder } = await community();
    await startPostrider(folder.path);
    for (let i = 1; i <= 8; i++) folder.write(`content/p${i}.md`, markdownPost(`第 ${i} 篇`));
    await until(() => slack.messages.length === 1 && dingtalk.messages.length === 1);
    await sleep(QUIET);
    expect(slack.messages).toHaveLength(1);
    expect(dingtalk.messages).toHaveLength(1);
    for (let i = 1; i <= 8; i++) expect(JSON.stringify(slack.messages[0]?.blocks)).toContain(`第 ${i} 篇`);
    const status = JSON.parse((await runPostrider(folder.path, ['status', '--json'])).stdout);
    expect(status).toMatchObject({ posts: 9, deliveries: { pending: 0, sent: 2, skipped: 16, failed: 0 } });
  });

  it('neither loses nor doubles a message when it is killed while the platform works on it', async () => {
    const { slack, dingtalk, folder } = await community();
    const first = await startPostrider(folder.path);
    slack.faults.push({ type: 'silence', taken: true });
    dingtalk.faults.push({ type: 'silence', taken: true });
    folder.write('content/news.md', markdownPost('断电时的新闻'));
    await until(() => slack.messages.length === 1 && dingtalk.messages.length === 1);
    await first.kill();

    await startPostrider(folder.path);
    const sent = async () => JSON.parse((await runPostrider(folder.path, ['status', '--json'])).stdout).deliveries.sent;
    for (let waited = 0; (await sent()) < 2 && waited < 20; waited++) await sleep(500);
    expect(await sent()).toBe(2);
    expect(slack.messages).toHaveLength(1);
    expect(dingtalk.messages).toHaveLength(1);
  });

  it('sends later what a platform refuses for now', async () => {
    const { slack, dingtalk, folder } = await community();
    const headers = { 'retry-after': '1' };
    slack.faults.push({
      type: 'answer',
      taken: false,
      answer: { status: 429, headers, body: { ok: false, error: 'ratelimited' } },
    });
    dingtalk.faults.push({ type: 'answer', taken: false, answer: { body: { errcode: -1, errmsg: 'system busy' } } });
    await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('不急'));
    await until(() => slack.messages.length === 1 && dingtalk.messages.length === 1, 10_000);
    await sleep(QUIET);
    expect([slack.messages.length, dingtalk.messages.length]).toEqual([1, 1]);
  });

  it('tells the operator in the log what was sent and what will never be', async () => {
    const { slack, dingtalk, folder } = await community();
    slack.channels.C0123456 = { archived: true };
    const { output } = await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('新闻'));
    await until(() => output.stderr.includes('"sent"') && output.stderr.includes('failed: '));
    expect(dingtalk.messages).toHaveLength(1);
    const lines = output.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'sent', channel: 'group', title: '新闻' }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: expect.stringContaining('is_archived'),
        channel: 'community',
        hint: expect.any(String),
      }),
    );
  });

  it('keeps running and tells when the content folder vanishes, and takes nothing for deleted', async () => {
    const { slack, folder } = await community('announce: { deletes: delete }');
    const running = await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('还在'));
    await until(() => slack.messages.length === 1);
    renameSync(join(folder.path, 'content'), join(folder.path, 'away'));
    await until(() => running.output.stderr.includes('the content could not be taken in'), 10_000);
    expect(await (await fetch(`${running.url}/api/posts`)).json()).toMatchObject({ posts: [{ title: '还在' }, {}] });
    renameSync(join(folder.path, 'away'), join(folder.path, 'content'));
    await until(() => running.output.stderr.includes('can be read again'), 15_000);
    expect(slack.messages).toHaveLength(1);
  });
});
