import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintLibrary } from '../../src/library/lint-library.js';
import { scanFolder } from '../support/content-reader.js';
import { tempFolder } from '../support/temp-folder.js';

/** What lint finds in a folder of such files, as `file:line rule`; each file gets a title, a date, a cover and a text unless it has them. */
async function lint(files: Record<string, string>): Promise<{ found: string[]; messages: string[] }> {
  const folder = tempFolder();
  for (const [path, content] of Object.entries(files)) folder.write(path, content);
  const { posts, problems } = await scanFolder(folder.path, { include: ['**/*.md'] });
  const all = [
    ...problems,
    ...lintLibrary(posts, {
      source: (path) => readFileSync(join(folder.path, path), 'utf8'),
      exists: (path) => existsSync(join(folder.path, path)),
      siteUrl: 'https://example.org',
      channels: ['community'],
      permalink: '/blog/{slug}/',
    }),
  ];
  return {
    found: all.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
    messages: all.map(({ message }) => message),
  };
}

const TEXT = '这一段文字说明这篇文章讲的是什么，长到可以当作摘要。';
const post = (fields: string, body = TEXT) =>
  `---\ndate: 2022-01-01\ncover: https://example.net/a.png\n${fields}\n---\n${body}\n`;

describe('lint', () => {
  it('has nothing to say about good posts', async () => {
    const { found } = await lint({
      'a.md': post(
        'title: 甲\ntags: [MOSN, HTTP/2]\nauthor: 某人',
        `${TEXT} [乙](/blog/b/) [丙](https://example.net/) [丁](b.md) ![图](pic.png)`,
      ),
      'b.md': post('title: 乙\ntags: [MOSN, HTTP/3]\nauthors: [某人, 别人]'),
      'pic.png': 'x',
    });
    expect(found).toEqual([]);
  });

  it('finds spellings of one term, and terms one letter apart', async () => {
    const { found, messages } = await lint({
      'a.md': post('title: 甲\ntags: [SOFAStack, Seata]'),
      'b.md': post('title: 乙\ntags: [SOFAStack, Seata]'),
      'c.md': post('title: 丙\ntags: [SOFAStak]'),
      'd.md': post('title: 丁\ntags: [seata]\ncategory: Service mesh'),
      'e.md': post('title: 戊\ncategories: [Service Mesh]'),
      'f.md': post('title: 己\ncategories: Service Mesh'),
      'g.md': post('title: 庚\ntags: ["API Gateway ", 第一期]'),
      'h.md': post('title: 辛\ntags: [第二期, Java 8, Java 9]'),
    });
    expect(found).toEqual(['g.md:5 term-spaces', 'c.md:5 term-twins', 'd.md:5 term-twins', 'd.md:6 term-twins']);
    expect(messages).toEqual([
      'tags: "API Gateway " has spaces at its ends',
      'the tag "SOFAStak" is nearly "SOFAStack" (in 2 posts)',
      'the tag "seata" is nearly "Seata" (in 2 posts)',
      'the category "Service mesh" is nearly "Service Mesh" (in 2 posts)',
    ]);
  });

  it('finds equal titles, drafts aside', async () => {
    const { found } = await lint({
      'a.md': post('title: 第一篇：开始！'),
      'b.md': post('slug: b\ntitle: "第一篇 : 开始"'),
      'c.md': post('title: 第一篇：开始！\ndraft: true'),
    });
    expect(found).toEqual(['a.md:4 title-twins', 'b.md:5 title-twins']);
  });

  it('finds links and pictures that lead nowhere', async () => {
    const { found, messages } = await lint({
      'blog/a/index.md': post(
        'title: 甲',
        [
          TEXT,
          '[没有的文章](/blog/nowhere/) [没有的文件](../c.md) [没有的附件](slides.pdf)',
          '![没有的图](missing.png) ![有的图](there.png)',
          '[别的页面](/about/) [别的网站](https://example.net/blog/x/) [本文](#part) [邮件](mailto:a@example.org)',
          '[有的文章](../b.md) [也是](/blog/b/) [也是](https://example.org/blog/b)',
        ].join('\n\n'),
      ),
      'blog/a/there.png': 'x',
      'blog/b.md': post('title: 乙').replace('https://example.net/a.png', 'cover.png'),
    });
    expect(found).toEqual([
      'blog/a/index.md:8 dead-link',
      'blog/a/index.md:8 dead-link',
      'blog/a/index.md:8 dead-link',
      'blog/a/index.md:10 dead-link',
      'blog/b.md:3 cover-dead',
    ]);
    expect(messages[0]).toBe('the link /blog/nowhere/ leads nowhere');
    expect(messages[3]).toBe('the picture missing.png leads nowhere');
  });

  it('finds what readers would miss: a cover, a summary', async () => {
    const { found } = await lint({ 'a.md': '---\ntitle: 甲\ndate: 2022-01-01\n---\n## 一\n' });
    expect(found).toEqual(['a.md:2 cover-missing', 'a.md:2 summary-missing']);
  });

  it('finds a post for a channel that is not there', async () => {
    const { found, messages } = await lint({ 'a.md': post('title: 甲\npostrider: { channels: [comunity] }') });
    expect(found).toEqual(['a.md:5 channel-unknown']);
    expect(messages).toEqual(['the post is for the channel "comunity", and there is none of that name']);
  });

  it('finds several people in one author, and addresses that generators would spell otherwise', async () => {
    const { found } = await lint({
      'a post (1).md': post('title: 甲\nauthor: 何某、金某'),
      '中文.md': post('title: 乙\nauthor: 约翰·某'),
    });
    expect(found).toEqual(['a post (1).md:2 address-characters', 'a post (1).md:5 author-list']);
  });
});
