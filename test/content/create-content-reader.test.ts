import { renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ContentReader } from '../../src/content/create-content-reader.js';
import { openReader, readOnly, scanFolder } from '../support/content-reader.js';
import { type TempFolder, tempFolder } from '../support/temp-folder.js';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** A file whose stamp is old enough to be trusted at once. */
function writeOld(folder: TempFolder, path: string, content: string): void {
  utimesSync(folder.write(path, content), LONG_AGO, LONG_AGO);
}

async function hits(reader: ContentReader, query: string): Promise<number> {
  return (await reader.search.find(query)).places.flat().length;
}

describe('scanning a content folder', () => {
  it('reads every field of a post', async () => {
    const folder = tempFolder();
    folder.write(
      'zh/blog/tiger/index.md',
      `---
title: "喜迎虎年｜开源正当时！"
author: "金融级分布式架构"
authorlink: "https://github.com/sofastack"
description: "社区负责人的新年问候"
categories: "SOFAStack"
tags: ["SOFAStack", "MOSN"]
keywords: 开源, 社区
date: 2022-02-03T15:00:00+08:00
lastmod: 2022-02-04
cover: cover.png
aliases: [/blog/old-tiger/]
expiryDate: 2030-01-01
postrider: { note: 新年快乐, channels: [community] }
---

虎年伊始，祝社区的大家新年快乐，也谢谢每一位贡献者！
`,
    );

    const { posts, problems, filesRead } = await scanFolder(folder.path);

    expect(problems).toEqual([]);
    expect(filesRead).toBe(1);
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      guid: 'https://example.org/blog/tiger/',
      url: 'https://example.org/blog/tiger/',
      path: 'zh/blog/tiger/index.md',
      slug: 'tiger',
      section: 'blog',
      lang: 'zh-CN',
      title: '喜迎虎年｜开源正当时！',
      date: '2022-02-03T15:00:00+08:00',
      time: Date.UTC(2022, 1, 3, 7),
      updated: '2022-02-04T00:00:00+08:00',
      authors: [{ name: '金融级分布式架构', url: 'https://github.com/sofastack' }],
      description: '社区负责人的新年问候',
      excerpt: '虎年伊始，祝社区的大家新年快乐，也谢谢每一位贡献者！',
      categories: ['SOFAStack'],
      tags: ['SOFAStack', 'MOSN'],
      keywords: ['开源', '社区'],
      cover: 'https://example.org/blog/tiger/cover.png',
      aliases: ['https://example.org/blog/old-tiger/'],
      draft: false,
      expires: Date.UTC(2029, 11, 31, 16),
      announce: { enabled: true, note: '新年快乐', channels: ['community'] },
      words: 23,
      readingMinutes: 1,
      recommends: [],
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('lists posts newest first and takes only what include and exclude say', async () => {
    const folder = tempFolder();
    for (const day of ['01', '03', '02'])
      folder.write(`blog/p${day}.md`, `---\ntitle: ${day}\ndate: 2022-01-${day}\n---\nx`);
    folder.write('blog/_index.md', '---\ntitle: All posts\n---\n');
    folder.write('docs/guide.md', '---\ntitle: Guide\ndate: 2022-01-09\n---\n');
    folder.write('node_modules/lib/README.md', '# Lib');

    const { posts } = await scanFolder(folder.path, { include: ['blog/**/*.md'] });

    expect(posts.map((post) => post.title)).toEqual(['03', '02', '01']);
  });

  it('opens no file on a second scan, and only the changed one on a third', async () => {
    const folder = tempFolder();
    writeOld(folder, 'a.md', '---\ntitle: A\ndate: 2022-01-01\n---\none');
    writeOld(folder, 'b.md', '---\ntitle: B\ndate: 2022-01-02\n---\ntwo');
    const reader = openReader(folder.path);

    expect((await reader.scan()).filesRead).toBe(2);
    expect((await reader.scan()).filesRead).toBe(0);
    folder.write('b.md', '---\ntitle: B again\ndate: 2022-01-02\n---\ntwo');
    const third = await reader.scan();

    expect(third.filesRead).toBe(1);
    expect(third.posts.map((post) => post.title)).toEqual(['B again', 'A']);
  });

  it('opens no file after a restart either', async () => {
    const folder = tempFolder();
    const cacheFile = join(tempFolder().path, 'content.db');
    writeOld(folder, 'a.md', '---\ntitle: A\ndate: 2022-01-01\n---\n**one**');
    const first = openReader(folder.path, { cacheFile });
    const before = await first.scan();
    first.close();

    const second = openReader(folder.path, { cacheFile });
    const after = await second.scan();

    expect(after.filesRead).toBe(0);
    expect(after.posts).toEqual(before.posts);
    expect(second.article(after.posts[0] as (typeof after.posts)[0]).html).toBe('<p><strong>one</strong></p>\n');
  });

  it('reads everything again when an option that shapes posts changed', async () => {
    const folder = tempFolder();
    const cacheFile = join(tempFolder().path, 'content.db');
    writeOld(folder, 'a.md', '---\ntitle: A\ndate: 2022-01-01\n---\none');
    await scanFolder(folder.path, { cacheFile });

    const { posts, filesRead } = await scanFolder(folder.path, { cacheFile, permalink: '/{year}/{slug}.html' });

    expect(filesRead).toBe(1);
    expect(posts[0]?.url).toBe('https://example.org/2022/a.html');
  });

  it.each([
    ['no database', 'this is not a database'],
    ['half a database', `SQLite format 3\0${'x'.repeat(4000)}`],
  ])('throws away a cache file that is %s', async (_, content) => {
    const folder = tempFolder();
    writeOld(folder, 'a.md', '---\ntitle: A\ndate: 2022-01-01\n---\none');
    const cacheFile = tempFolder().write('content.db', content);

    const { posts } = await scanFolder(folder.path, { cacheFile });

    expect(posts.map((post) => post.title)).toEqual(['A']);
  });

  it('forgets a deleted post and finds a moved one with the same body hash', async () => {
    const folder = tempFolder();
    folder.write('a.md', '---\ntitle: A\ndate: 2022-01-01\n---\nthe body');
    folder.write('b.md', '---\ntitle: B\ndate: 2022-01-02\n---\nanother');
    const reader = openReader(folder.path);
    const before = await reader.scan();
    folder.remove('b.md');
    renameSync(join(folder.path, 'a.md'), join(folder.path, 'moved.md'));

    const after = await reader.scan();

    expect(after.posts.map((post) => post.path)).toEqual(['moved.md']);
    expect(after.posts[0]?.bodyHash).toBe(before.posts.find((post) => post.title === 'A')?.bodyHash);
  });

  it('rejects when the folder is gone: that is never "all posts deleted"', async () => {
    const folder = tempFolder();
    folder.write('content/a.md', '---\ntitle: A\n---\n');
    const reader = openReader(join(folder.path, 'content'));
    await reader.scan();
    folder.remove('content');

    await expect(reader.scan()).rejects.toThrow(/ENOENT/);
  });

  it('never follows a link out of the folder, and reads one that stays inside', async () => {
    const folder = tempFolder();
    const outside = tempFolder();
    outside.write('secret.md', '---\ntitle: Secret\n---\npassword');
    outside.write('more/secret.md', '---\ntitle: Secret too\n---\npassword');
    folder.write('real/a.md', '---\ntitle: A\ndate: 2022-01-01\n---\none');
    symlinkSync(join(outside.path, 'secret.md'), join(folder.path, 'stolen.md'));
    symlinkSync(join(outside.path, 'more'), join(folder.path, 'more'));
    symlinkSync(join(folder.path, 'real/a.md'), join(folder.path, 'b.md'));
    symlinkSync(join(folder.path, 'nowhere.md'), join(folder.path, 'dead.md'));

    const { posts, problems } = await scanFolder(folder.path);

    expect(posts.map((post) => post.path).sort()).toEqual(['b.md', 'real/a.md']);
    expect(problems).toMatchObject([{ file: 'stolen.md', rule: 'link-outside', severity: 'error' }]);
  });

  it('uses the first by path of two posts with one address, a published one before a draft', async () => {
    const folder = tempFolder();
    folder.write('a.md', '---\ntitle: Draft\nslug: same\ndraft: true\n---\n1');
    folder.write('b.md', '---\ntitle: First\nslug: same\ndate: 2022-01-01\n---\n2');
    folder.write('c.md', '---\ntitle: Second\nslug: same\ndate: 2022-01-02\n---\n3');

    const { posts, problems } = await scanFolder(folder.path);

    expect(posts.map((post) => post.title)).toEqual(['First']);
    expect(problems.filter((problem) => problem.rule === 'duplicate-permalink').map((problem) => problem.file)).toEqual(
      ['a.md', 'c.md'],
    );
  });

  it('keeps the last good state of a file that cannot be looked at for now', async () => {
    const folder = tempFolder();
    folder.write('a.md', '---\ntitle: A\ndate: 2022-01-01\n---\none');
    const reader = openReader(folder.path);
    await reader.scan();
    folder.remove('a.md');
    symlinkSync('a.md', join(folder.path, 'a.md')); // a link to itself: ELOOP

    const { posts, problems } = await reader.scan();

    expect(posts.map((post) => post.title)).toEqual(['A']);
    expect(problems).toMatchObject([{ file: 'a.md', rule: 'unreadable', message: 'it cannot be read (ELOOP)' }]);
  });

  it('survives the cache breaking under it', async () => {
    const folder = tempFolder();
    const cacheFile = join(tempFolder().path, 'content.db');
    folder.write('a.md', '---\ntitle: A\ndate: 2022-01-01\n---\none');
    const reader = openReader(folder.path, { cacheFile });
    await reader.scan();
    for (const suffix of ['', '-wal', '-shm']) writeFileSync(cacheFile + suffix, 'x'.repeat(50_000));
    folder.write('b.md', '---\ntitle: B\ndate: 2022-01-02\n---\ntwo');

    const { posts } = await reader.scan();

    expect(posts.map((post) => post.title)).toEqual(['B', 'A']);
    expect(posts.map((post) => reader.article(post).html.trim())).toEqual(['<p>two</p>', '<p>one</p>']);
  });
});

describe('scanning only some places', () => {
  const titles = (result: { posts: { title: string }[] }) => result.posts.map(({ title }) => title);

  it('sees what happened there, and takes the rest as it was', async () => {
    const folder = tempFolder();
    for (const name of ['a', 'b', 'c'])
      writeOld(folder, `blog/${name}/index.md`, `---\ntitle: ${name}\ndate: 2022-01-01\n---\nx`);
    const reader = openReader(folder.path);
    await reader.scan();
    folder.remove('blog/a');
    writeOld(folder, 'blog/b/index.md', '---\ntitle: b edited\ndate: 2022-01-01\n---\nx');
    writeOld(folder, 'blog/d.md', '---\ntitle: d\ndate: 2022-01-01\n---\nx');
    writeOld(folder, 'blog/c/index.md', '---\ntitle: c edited\ndate: 2022-01-01\n---\nx');

    const some = await reader.scan([
      'blog/a',
      'blog/b/index.md',
      'blog/d.md',
      'blog/nowhere',
      '../outside',
      'node_modules',
    ]);
    expect(titles(some)).toEqual(['b edited', 'c', 'd']);
    expect(some.filesRead).toBe(2);
    expect(titles(await reader.scan())).toEqual(['b edited', 'c edited', 'd']);
  });

  it('keeps the problems of the other places, and forgets those that were mended', async () => {
    const folder = tempFolder();
    folder.write('a.md', '');
    folder.write('b.md', '');
    symlinkSync('/etc/passwd', join(folder.path, 'c.md'));
    const reader = openReader(folder.path);
    await reader.scan();
    folder.write('a.md', '---\ntitle: A\ndate: 2022-01-01\n---\nx');

    const { problems } = await reader.scan(['a.md']);

    expect(problems.map(({ file, rule }) => `${file} ${rule}`)).toEqual(['b.md file-empty', 'c.md link-outside']);
    folder.remove('c.md');
    expect((await reader.scan(['c.md'])).problems.map(({ file }) => file)).toEqual(['b.md']);
  });

  it('looks at everything the first time, whatever it is told', async () => {
    const folder = tempFolder();
    folder.write('a.md', '---\ntitle: A\ndate: 2022-01-01\n---\nx');
    expect(titles(await openReader(folder.path).scan(['b.md']))).toEqual(['A']);
  });
});

describe('the cache', () => {
  it('still has the article of a post that was just edited, for whoever holds the older library', async () => {
    const folder = tempFolder();
    writeOld(folder, 'a.md', '---\ntitle: A\ndate: 2022-01-01\n---\nold');
    const reader = openReader(folder.path);
    const [before] = (await reader.scan()).posts;
    folder.write('a.md', '---\ntitle: A\ndate: 2022-01-01\n---\nnew');
    const [after] = (await reader.scan()).posts;

    expect(before && reader.article(before).html).toContain('old');
    expect(after && reader.article(after).html).toContain('new');
  });

  it('may be shared by two processes', async () => {
    const folder = tempFolder();
    const cacheFile = join(tempFolder().path, 'content.db');
    writeOld(folder, 'a.md', '---\ntitle: A\ndate: 2022-01-01\n---\n第一篇源码');
    const [one, two] = [openReader(folder.path, { cacheFile }), openReader(folder.path, { cacheFile })];
    await one.scan();
    await two.scan();
    writeOld(folder, 'b.md', '---\ntitle: B\ndate: 2022-01-02\n---\n第二篇源码');
    const [b] = (await two.scan()).posts;
    expect(await hits(two, '源码')).toBe(2);

    expect((await one.scan()).posts).toHaveLength(2);
    expect(await hits(one, '源码')).toBe(2);
    expect(b && one.article(b).html).toContain('第二篇源码');
  });
});

describe('searching what was never indexed', () => {
  const POSTS = 3_000;

  async function coldReader(cacheFile = join(tempFolder().path, 'content.db')): Promise<ContentReader> {
    const folder = tempFolder();
    for (let at = 0; at < POSTS; at++)
      folder.write(`${at}.md`, `---\ntitle: 第 ${at} 篇\ndate: 2022-01-01\n---\n剖析源码`);
    const reader = openReader(folder.path, { cacheFile });
    await reader.scan();
    return reader;
  }

  it('waits for the whole index and lets everything else go on meanwhile', async () => {
    const reader = await coldReader();
    let searching = true;
    const asked = [hits(reader, '源码'), hits(reader, '剖析')];
    const found = Promise.all(asked).finally(() => {
      searching = false;
    });
    let turns = 0;
    while (searching) {
      await nextTurn();
      turns++;
    }

    expect(await found).toEqual([POSTS, POSTS]);
    expect(turns).toBeGreaterThan(5);
  });

  it('finds the same when the pieces of the index were put together in idle time', async () => {
    const cacheFile = join(tempFolder().path, 'content.db');
    const reader = await coldReader(cacheFile);
    await hits(reader, '源码');
    const cache = new DatabaseSync(cacheFile);
    onTestFinished(() => cache.close());
    const pieces = () => cache.prepare('SELECT count(DISTINCT segid) AS pieces FROM words_idx').get()?.pieces;
    expect(pieces()).toBeGreaterThan(1);

    reader.indexAhead();
    await vi.waitFor(() => expect(pieces()).toBe(1), { timeout: 20_000 });
    expect(await hits(reader, '源码')).toBe(POSTS);
    expect(await hits(reader, '第 2999 篇')).toBe(1);
  });

  it('ends when the reader is closed meanwhile', async () => {
    const reader = await coldReader();
    const found = reader.search.find('源码');
    await nextTurn();
    reader.close();
    await expect(found).rejects.toThrow('the content was closed');
  });
});

describe('what a post is when its file does not say', () => {
  it('takes the first heading for a title', async () => {
    const folder = tempFolder();
    folder.write('a.md', '---\ndate: 2022-01-01\n---\nIntro\n\n## What is **new**\n');
    const { posts, problems } = await scanFolder(folder.path);
    expect(posts[0]?.title).toBe('What is new');
    expect(problems).toMatchObject([{ rule: 'title-missing', severity: 'warning' }]);
  });

  it('takes the date of a Jekyll file name', async () => {
    const folder = tempFolder();
    folder.write('_posts/2020-01-31-hello.md', '---\ntitle: Hello\n---\nx');
    const { posts, problems } = await scanFolder(folder.path);
    expect(posts[0]).toMatchObject({ slug: 'hello', date: '2020-01-31T00:00:00+08:00' });
    expect(problems).toEqual([]);
  });

  it("takes the file's own time where there is nothing else", async () => {
    const folder = tempFolder();
    utimesSync(folder.write('a.md', '---\ntitle: A\n---\nx'), LONG_AGO, new Date('2021-05-06T07:08:09.5Z'));
    const { posts, problems } = await scanFolder(folder.path);
    expect(posts[0]?.date).toBe('2021-05-06T15:08:09+08:00');
    expect(problems).toMatchObject([
      { rule: 'date-missing', severity: 'warning', hint: 'add date: 2021-05-06T15:08:09+08:00' },
    ]);
  });

  it('falls back to the first picture for a cover', async () => {
    const folder = tempFolder();
    folder.write(
      'a.md',
      '---\ntitle: A\ndate: 2022-01-01\n---\n[![build](https://img.shields.io/x.svg)](https://ci)\n\n![one](one.png) ![two](two.png)\n',
    );
    expect((await readOnly(folder.path)).cover).toBe('https://example.org/blog/a/one.png');
  });
});
