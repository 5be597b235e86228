import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { markdownPost } from '../support/markdown-post.js';
import { runPostrider, startPostrider } from '../support/postrider.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

/** Long enough for a further file or message to come, if one would. */
const QUIET = 2_000;
const HOUR = 3_600_000;

/** A blog whose weekly is written as an article by a file channel; `outbox` is where to. */
function community(outbox: string, article = 'article: { slug: sofa-weekly, author: 编辑部 }\n') {
  const folder = tempFolder();
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org }
content: { path: content, permalink: "/blog/{slug}/" }
channels:
  - { name: terminal, type: console, language: zh }
  - { name: repo, type: file, path: ${outbox} }
`,
  );
  folder.write(
    'jobs/weekly.md',
    `---\ntitle: 社区周报\nschedule: "0 10 * * 5"\nchannels: [terminal, repo]\n${article}---\n`,
  );
  const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
  const recommends = '正文。\n\n### 本周推荐阅读\n\n[值得一读](https://mp.example.cn/s/1)';
  folder.write('content/first.md', markdownPost('第一篇', { date: ago(5) }, recommends));
  folder.write('content/second.md', markdownPost('第二篇', { date: ago(4) }, `又一篇${recommends}`));
  const markdown = (path: string) =>
    existsSync(join(folder.path, path))
      ? readdirSync(join(folder.path, path), { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.md'),
        )
      : [];
  const run = (...args: string[]) => runPostrider(folder.path, args);
  return { folder, run, markdown, ago };
}
const titles = async (url: string) => {
  const { posts } = (await (await fetch(`${url}/api/posts`)).json()) as { posts: { title: string }[] };
  return posts.map(({ title }) => title);
};
const announced = (stdout: string) => [...stdout.matchAll(/新文章：(.*)/g)].map(([, title]) => title);

describe('an edition that is written as an article', () => {
  it('into the content folder: is a post like any other, known as this edition, and nothing ever comes of it', async () => {
    const { folder, run, markdown } = community('content/weekly');
    const running = await startPostrider(folder.path);
    const sent = await run('digest', 'weekly');
    expect([sent.code, sent.stderr]).toEqual([0, '']);
    const [article, ...others] = markdown('content/weekly');
    expect([article, others]).toEqual([expect.stringMatching(/^sofa-weekly-\d{4}-w\d\d\/index\.md$/), []]);
    const text = readFileSync(join(folder.path, 'content/weekly', article as string), 'utf8');
    expect(text).toMatch(/^---\ntitle: 社区周报 \| 2 篇新文章、推荐阅读\nauthor: 编辑部\n/);

    let shown: string[] = [];
    while (shown.length < 3) shown = await titles(running.url);
    expect(shown).toContain('社区周报 | 2 篇新文章、推荐阅读');
    folder.write('content/third.md', markdownPost('第三篇'));
    await until(() => announced(running.output.stdout).length > 0, 20_000);
    await sleep(QUIET);
    // Neither the article nor any file about the new post: only the post, in the terminal, once.
    expect(announced(running.output.stdout)).toEqual(['第三篇']);
    expect(markdown('content/weekly')).toEqual([article]);

    const next = await run(
      'digest',
      'weekly',
      '--dry-run',
      '--json',
      '--at',
      new Date(Date.now() + 7 * 24 * HOUR).toISOString(),
    );
    const { posts, readings } = JSON.parse(next.stdout);
    expect(posts.map(({ title }: { title: string }) => title)).toEqual(['第三篇']);
    // Recommended by the edition and its article alone, it does not come again.
    expect(JSON.stringify(readings)).not.toContain('值得一读');
    expect(await running.stop()).toBe(0);
  });

  it('for a person to commit: announced when they say so, once, and still no news of the next edition', async () => {
    const { folder, run, markdown } = community('outbox');
    const running = await startPostrider(folder.path);
    expect((await run('digest', 'weekly')).code).toBe(0);
    const [article = ''] = markdown('outbox');
    const text = readFileSync(join(folder.path, 'outbox', article), 'utf8');
    // An editor gives it another name and title, and lets it be announced.
    const edited = text.replace('postrider:\n  announce: false\n', '').replace(/^title: .*$/m, 'title: 周报第一期');
    expect(edited).not.toBe(text);
    folder.write('content/zhou-bao-1/index.md', edited);
    await until(() => announced(running.output.stdout).length > 0, 20_000);
    await until(() => markdown('outbox').length === 2, 20_000);
    await sleep(QUIET);
    expect(announced(running.output.stdout)).toEqual(['周报第一期']);
    expect(markdown('outbox')).toHaveLength(2);
    const next = await run(
      'digest',
      'weekly',
      '--dry-run',
      '--json',
      '--at',
      new Date(Date.now() + 7 * 24 * HOUR).toISOString(),
    );
    expect(JSON.parse(next.stdout).posts).toEqual([]);
    expect(await running.stop()).toBe(0);
  });

  it('is one in the content folder even where the job did not ask for it: else it would come back as news', async () => {
    const { folder, run, markdown } = community('content', '');
    const running = await startPostrider(folder.path);
    expect((await run('digest', 'weekly')).code).toBe(0);
    const article = markdown('content').find((name) => name.includes('index.md')) as string;
    expect(readFileSync(join(folder.path, 'content', article), 'utf8')).toContain('- /digests/weekly/');
    let shown: string[] = [];
    while (shown.length < 3) shown = await titles(running.url);
    await sleep(QUIET);
    expect(announced(running.output.stdout)).toEqual([]);
    expect(markdown('content')).toHaveLength(3);
    expect(await running.stop()).toBe(0);
  });
});
