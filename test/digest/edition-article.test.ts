import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createContentReader } from '../../src/content/create-content-reader.js';
import { isVisible } from '../../src/content/post.js';
import { composeEdition, type EditionInput } from '../../src/digest/compose-edition.js';
import { editionArticle } from '../../src/digest/edition-article.js';
import { editionOfPost } from '../../src/digest/edition-of-post.js';
import { editionRecord } from '../../src/digest/edition-record.js';
import { createLibrary } from '../../src/library/create-library.js';
import { makeJob } from '../support/make-job.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { tempFolder } from '../support/temp-folder.js';

const FRIDAY = Date.parse('2022-02-04T10:00:00+08:00');
const WEEK = 7 * 86_400_000;
const site = { title: '社区博客', description: '', url: 'https://blog.example.org/', language: 'zh-CN' };
const job = makeJob({
  name: 'weekly',
  title: '社区周报',
  article: { author: '社区编辑部', cover: 'https://img.example.org/weekly.png' },
});
const input = (change: Partial<EditionInput> = {}): EditionInput => ({
  job,
  library: makeLibrary([
    makePost({
      slug: 'a',
      title: '新文章',
      date: '2022-02-03T15:00:00+08:00',
      recommends: [{ title: '旧文章', url: 'https://mp.example.cn/s/1' }],
    }),
  ]),
  site,
  at: FRIDAY,
  previousEditions: [],
  releases: [
    {
      project: 'MOSN',
      version: 'v1.0.1',
      url: 'https://github.com/mosn/mosn/releases/tag/v1.0.1',
      time: FRIDAY - 1_000,
      notes: '- 修复重连',
    },
  ],
  questions: [
    {
      id: 'C1/1',
      text: '能用吗？',
      asker: '微光',
      answer: '能。',
      url: 'https://team.slack.com/archives/C1/p1',
      date: '2022-02-03T00:00:00Z',
    },
  ],
  ...change,
});

describe('an edition as an article', () => {
  it('is a complete post with the parts of a weekly in their usual order', () => {
    expect(editionArticle(composeEdition(input()), job)).toEqual({
      path: 'weekly-2022-w05/index.md',
      markdown: `---
title: 社区周报 | MOSN 发布 v1.0.1、读者问答、1 篇新文章
author: 社区编辑部
description: 【01/28-02/04】1 篇新文章、1 篇推荐阅读、1 个项目发布新版本、1 个读者问答
categories: 社区周报
tags:
  - 社区周报
date: 2022-02-04T10:00:00+08:00
cover: https://img.example.org/weekly.png
aliases:
  - /digests/weekly/2022-W05/
postrider:
  announce: false
---

### 读者问答

**@微光** 提问：

> 能用吗？

答：能。

[查看原帖](https://team.slack.com/archives/C1/p1)

### 项目进展

**发布 MOSN v1.0.1，主要变更如下：**

- 修复重连

详细发布报告：[https://github.com/mosn/mosn/releases/tag/v1.0.1](https://github.com/mosn/mosn/releases/tag/v1.0.1)

### 新文章

[新文章](https://blog.example.org/blog/a/)

### 本周推荐阅读

[旧文章](https://mp.example.cn/s/1)
`,
    });
  });

  it('takes what the job says about itself, and sensible things where it says nothing', () => {
    const edition = composeEdition(input({ releases: [], questions: [] }));
    const plain = editionArticle(edition, { name: 'weekly', title: '周报: "甲"', article: true }).markdown;
    expect(plain).toContain(`title: '周报: "甲" | 1 篇新文章、推荐阅读'\n`);
    expect(plain).not.toContain('author:');
    const own = editionArticle(edition, {
      name: 'weekly',
      title: '周报',
      article: { slug: 'sofa-weekly', category: 'Weekly' },
    });
    expect(own.path).toBe('sofa-weekly-2022-w05/index.md');
    expect(own.markdown).toContain('categories: Weekly\n');
  });

  it('is known again when it comes back through the content repo, and is nothing new to any digest', async () => {
    const folder = tempFolder();
    const edition = composeEdition(input());
    const article = editionArticle(edition, job);
    folder.write(join('zh/blog', article.path), article.markdown);
    folder.write('zh/blog/new/index.md', '---\ntitle: 下周的新文章\ndate: 2022-02-08T10:00:00+08:00\n---\n\n正文。\n');
    folder.write('zh/blog/old/index.md', '---\ntitle: 老文章\ndate: 2021-02-08T10:00:00+08:00\n---\n\n正文。\n');
    const reader = createContentReader({
      path: folder.path,
      include: ['**/*.md'],
      exclude: [],
      permalink: '/blog/{slug}/',
      siteUrl: site.url,
      language: 'zh-CN',
      timezone: 'Asia/Shanghai',
    });
    onTestFinished(() => reader.close());
    const { posts, problems } = await reader.scan();
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const back = posts.find(({ slug }) => slug === 'weekly-2022-w05');
    expect(back && editionOfPost(back)).toBe(edition.id);
    expect(back).toMatchObject({
      title: '社区周报 | MOSN 发布 v1.0.1、读者问答、1 篇新文章',
      announce: { enabled: false },
    });

    const library = createLibrary(
      posts.filter((post) => isVisible(post, FRIDAY + WEEK)),
      { article: (post) => reader.article(post), search: reader.search },
    );
    const next = composeEdition(
      input({
        library,
        at: FRIDAY + WEEK,
        previousEditions: [editionRecord(edition, FRIDAY)],
        releases: [],
        questions: [],
      }),
    );
    expect(next.posts.map(({ title }) => title)).toEqual(['下周的新文章']);
    // Neither the article itself, nor what it recommends: that would be the digest recommending its own picks.
    expect(next.readings.map(({ title }) => title)).toEqual(['老文章']);
  });
});

describe('which edition a post is', () => {
  it.each([
    [['https://blog.example.org/digests/weekly/2022-W05/'], 'weekly/2022-W05'],
    [['https://blog.example.org/old/', 'https://blog.example.org/digests/%E5%91%A8%E6%8A%A5/2022-02'], '周报/2022-02'],
    [['https://blog.example.org/digests/weekly/'], undefined],
    [['https://blog.example.org/digests/%zz/2022-02/'], '%zz/2022-02'],
    [[], undefined],
  ])('%s: %s', (aliases, id) => {
    expect(editionOfPost({ aliases })).toBe(id);
  });
});
