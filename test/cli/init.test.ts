import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJobs } from '../../src/digest/read-jobs.js';
import { runPostrider } from '../support/postrider.js';
import { yamlPost } from '../support/site-addresses.js';
import { tempFolder } from '../support/temp-folder.js';

function hexoSite() {
  const folder = tempFolder();
  folder.write(
    'site/_config.yml',
    'title: "山居: 笔记"\nlanguage: zh-CN\nurl: https://example.org\nsource_dir: source\npermalink: :year/:title/\n',
  );
  for (const name of ['a', 'b', 'c', 'd']) folder.write(`site/source/_posts/${name}.md`, yamlPost(`第 ${name} 篇`));
  return folder;
}

describe('init', () => {
  it('writes a config in the language of the site, and says what it reads with it', async () => {
    const folder = hexoSite();
    const { code, stdout, stderr } = await runPostrider(folder.path, ['init', 'site']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`Recognised: Hexo (_config.yml)
Wrote site/postrider.yaml, site/jobs/weekly-reading.md
4 posts read, for example
  a.md → https://example.org/2024/a/
  b.md → https://example.org/2024/b/
  c.md → https://example.org/2024/c/

Are these the addresses of your site? Then go on with
  cd site
  npx postrider lint     checks the posts
  npx postrider start    serves, watches and announces in this terminal
Keep .env and .postrider/ out of git.
`);
    const config = readFileSync(join(folder.path, 'site/postrider.yaml'), 'utf8');
    expect(config).toContain('# 文章地址按 Hexo 的规则生成，与网站上的地址一致。');
    expect(config).toContain('title: "山居: 笔记"');

    const { jobs, problems } = await readJobs(join(folder.path, 'site/jobs'), {
      timezone: 'Asia/Shanghai',
      channels: ['console'],
    });
    expect(problems).toEqual([]);
    expect(jobs).toMatchObject([{ name: 'weekly-reading', title: '本周推荐阅读' }]);
  });

  it('writes what every command runs with, without a variable set', async () => {
    const folder = hexoSite();
    await runPostrider(folder.path, ['init', 'site']);
    const site = join(folder.path, 'site');
    expect(await runPostrider(site, ['lint'])).toMatchObject({ code: 0, stderr: '' });
    const status = await runPostrider(site, ['status', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ posts: 4, problems: 0, jobs: [{ name: 'weekly-reading' }] });
    const digest = await runPostrider(site, ['digest', 'weekly-reading', '--dry-run', '--at', '2024-05-07T00:00:00Z']);
    expect([digest.code, digest.stderr]).toEqual([0, '']);
    expect(digest.stdout).toContain('[第 a 篇](https://example.org/2024/a/)');
  });

  it('prints one JSON document with --json', async () => {
    const folder = hexoSite();
    const { code, stdout } = await runPostrider(join(folder.path, 'site'), ['init', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      generator: 'hexo',
      source: '_config.yml',
      written: ['postrider.yaml', 'jobs/weekly-reading.md'],
      posts: 4,
      problems: 0,
      examples: [
        { file: 'a.md', title: '第 a 篇', url: 'https://example.org/2024/a/' },
        { file: 'b.md', title: '第 b 篇', url: 'https://example.org/2024/b/' },
        { file: 'c.md', title: '第 c 篇', url: 'https://example.org/2024/c/' },
      ],
      notes: [],
    });
  });

  it('overwrites nothing: a config that is there stays, and nothing is written beside it', async () => {
    const folder = hexoSite();
    folder.write('site/postrider.yaml', 'site: { title: Mine }\n');
    const { code, stdout } = await runPostrider(folder.path, ['init', 'site']);
    expect(code).toBe(1);
    expect(stdout).toContain('site/postrider.yaml is there already; nothing was written');
    expect(readFileSync(join(folder.path, 'site/postrider.yaml'), 'utf8')).toBe('site: { title: Mine }\n');
    expect(existsSync(join(folder.path, 'site/jobs'))).toBe(false);
    const json = await runPostrider(folder.path, ['init', 'site', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toEqual({
      written: [],
      error: 'site/postrider.yaml is there already; nothing was written',
    });
  });

  it('adds no job where there are some', async () => {
    const folder = hexoSite();
    folder.write('site/jobs/monthly.md', '---\ntitle: M\nschedule: "0 0 1 * *"\nchannels: [console]\n---\n');
    const { stdout } = await runPostrider(folder.path, ['init', 'site']);
    expect(stdout).toContain('Wrote site/postrider.yaml\n');
    expect(existsSync(join(folder.path, 'site/jobs/weekly-reading.md'))).toBe(false);
  });

  it('works in an empty folder, and so does what comes after', async () => {
    const { path } = tempFolder();
    const { code, stdout } = await runPostrider(path, ['init']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Recognised: plain Markdown\nWrote postrider.yaml, jobs/weekly-reading.md, content/\n0 posts read\n',
    );
    expect((await runPostrider(path, ['status', '--json'])).code).toBe(0);
  });

  it('writes the config where --config says, with paths from there', async () => {
    const folder = hexoSite();
    const { code } = await runPostrider(folder.path, ['init', 'site', '--config', 'deploy/postrider.yaml']);
    expect(code).toBe(0);
    expect(readFileSync(join(folder.path, 'deploy/postrider.yaml'), 'utf8')).toContain('path: ../site/source/_posts');
    const status = await runPostrider(folder.path, ['status', '--json', '--config', 'deploy/postrider.yaml']);
    expect(JSON.parse(status.stdout)).toMatchObject({ posts: 4 });
  });

  it('puts the sample posts into an empty folder when asked, and nowhere else', async () => {
    const { path, write } = tempFolder();
    const { code, stdout } = await runPostrider(path, ['init', '--samples']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('8 posts read')]);
    write('other/content/mine.md', '# Mine\n');
    const refused = await runPostrider(path, ['init', 'other', '--samples']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('there are posts in other already')]);
    expect(existsSync(join(path, 'other/postrider.yaml'))).toBe(false);
  });

  it('exits with 2 for a folder that is not there', async () => {
    const { path } = tempFolder();
    expect(await runPostrider(path, ['init', 'nowhere'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'there is no folder nowhere; give the folder of the site, or make it first\n',
    });
  });
});
