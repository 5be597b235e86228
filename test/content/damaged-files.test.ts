import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Post, Problem } from '../../src/content/post.js';
import { readPost } from '../../src/content/read-post.js';
import { scanFolder } from '../support/content-reader.js';
import { mkfifoSync } from '../support/mkfifo.js';
import { tempFolder } from '../support/temp-folder.js';

const OPTIONS = {
  permalink: '/blog/{slug}/',
  siteUrl: 'https://example.org',
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
};
const FILE_TIME = Date.UTC(2021, 0, 1);

function read(
  source: string | Uint8Array,
  language = 'zh-CN',
): { post?: Post; html?: string; problems: string[]; all: Problem[] } {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const { post, article, problems } = readPost(
    'a.md',
    bytes,
    { ...OPTIONS, language },
    { time: FILE_TIME, from: 'file' },
  );
  return { post, html: article?.html, problems: problems.map(({ rule, line }) => `${rule}:${line}`), all: problems };
}

/** A post with the given front matter, dated so that nothing else is amiss. */
const withFields = (fields: string) => `---\n${fields}\ndate: 2022-01-01\n---\nBody.\n`;

describe('front matter that is damaged, but clear', () => {
  it.each([
    ['a byte order mark', `\uFEFF${withFields('title: A')}`, 'A', []],
    ['Windows line ends', withFields('title: A').replace(/\n/g, '\r\n'), 'A', []],
    ['old Mac line ends', withFields('title: A').replace(/\n/g, '\r'), 'A', []],
    ['blank lines before it', `\n\n${withFields('title: A')}`, 'A', ['front-matter-position:3']],
    ['tabs for indentation', withFields('title:\tA\ntags:\n\t- x'), 'A', ['front-matter-repaired:4']],
    ['a key twice', withFields('title: A\ntitle: B'), 'B', ['duplicate-key:3']],
    ['full-width colons', withFields('title：全角\ntags：[x]'), '全角', ['front-matter-repaired:2']],
    ['full-width quotes', withFields('title: “全角：引号”'), '全角：引号', ['front-matter-repaired:2']],
    ['full-width quotes within', withFields('title: 说“你好”的人'), '说“你好”的人', []],
    [
      'a colon in the title',
      withFields('title: SOFA Weekly: QA 整理'),
      'SOFA Weekly: QA 整理',
      ['front-matter-repaired:2'],
    ],
    ['no space after the colon', withFields('title:A'), 'A', ['front-matter-repaired:2']],
    [
      'a title that begins with a bracket',
      withFields('title: [SOFA] 发布'),
      '[SOFA] 发布',
      ['front-matter-repaired:2'],
    ],
    ['a title that begins with @', withFields('title: @MOSN 发布'), '@MOSN 发布', ['front-matter-repaired:2']],
    ['quotes in quotes', withFields('title: "He said "hi""'), 'He said "hi"', ['front-matter-repaired:2']],
    ['an apostrophe in quotes', withFields("title: 'It's me'"), "It's me", ['front-matter-repaired:2']],
    ['a quote that is never closed', withFields('title: "A'), 'A', ['front-matter-repaired:3']],
    ['a quote closed on the next line', withFields('title: "A\n"'), 'A', ['front-matter-repaired:2']],
    ['a Windows path in quotes', withFields('title: "C:\\Users\\me"'), 'C:\\Users\\me', ['front-matter-repaired:2']],
    ['a wrong indentation', withFields('title: A\n author: B'), 'A', ['front-matter-repaired:2']],
    ['a list without spaces', withFields('title: A\ntags:\n-x\n-y'), 'A', ['front-matter-repaired:4']],
    ['a field nobody can read', withFields('title: A\nnonsense: [}'), 'A', ['front-matter-repaired:3']],
    ['TOML without quotes', '+++\ntitle = A\ndate = 2022-01-01\n+++\nBody.', 'A', ['front-matter-repaired:2']],
    [
      'TOML with a key twice',
      '+++\ntitle = "A"\ntitle = "B"\ndate = 2022-01-01\n+++\nBody.',
      'B',
      ['front-matter-repaired:3'],
    ],
    ["Hexo's, without a first fence", 'title: A\ndate: 2022-01-01\n---\nBody.', 'A', []],
    ["Hexo's JSON", '"title": "A",\n"date": "2022-01-01"\n;;;\nBody.', 'A', []],
    ["Hugo's JSON", '{\n  "title": "A",\n  "date": "2022-01-01"\n}\nBody.', 'A', []],
    ['three dots at its end', '---\ntitle: A\ndate: 2022-01-01\n...\nBody.', 'A', []],
    ['control characters', withFields('title: A\u0000\u0008B'), 'AB', ['control-characters:2']],
    ['control characters in escapes', withFields('title: "A\\x08\\uD800B"'), 'AB', []],
  ])('is read: %s', (_, source, title, problems) => {
    const result = read(source);
    expect(result.post?.title).toBe(title);
    expect(result.post?.date).toBe('2022-01-01T00:00:00+08:00');
    expect(result.html).toBe('<p>Body.</p>\n');
    expect(result.problems).toEqual(problems);
  });

  it('keeps what an author typed: numbers, dates and yes are no values of their own', () => {
    const { post } = read(withFields('title: 1.10\ntags: [012, 1_000, yes, 2020-01-31, "null", null]'));
    expect(post?.title).toBe('1.10');
    expect(post?.tags).toEqual(['012', '1_000', 'yes', '2020-01-31', 'null']);
  });

  it('is no front matter when it is prose between two rules', () => {
    const { post, html } = read('---\n\nFirst there was prose.\n\n---\n\nThen more.\n');
    expect(post).toBeDefined();
    expect(html).toBe('<hr />\n<p>First there was prose.</p>\n<hr />\n<p>Then more.</p>\n');
  });
});

describe('a file that cannot be used is an error with a line, a message and a hint', () => {
  it.each([
    ['is empty', '', 'file-empty', 1],
    ['is blank', ' \n\n', 'file-empty', 1],
    ['is a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 0, 1, 2, 3]), 'not-text', 1],
    ['has no last fence', '---\ntitle: A\n\nBody', 'front-matter-unclosed', 1],
    ['has a list for front matter', '---\n- a\n- b\n---\nBody', 'front-matter-syntax', 1],
    ['has broken JSON', '{\n  "title": "A"\n  "date": "2022-01-01"\n}\nBody', 'front-matter-syntax', 3],
    ['has 300 KB of front matter', `---\ntitle: A\nx: ${'y'.repeat(300_000)}\n---\nBody`, 'front-matter-syntax', 2],
  ])('when it %s', (_, source, rule, line) => {
    const { post, all } = read(source);
    expect(post).toBeUndefined();
    expect(all).toEqual([
      {
        file: 'a.md',
        line,
        rule,
        severity: 'error',
        message: expect.stringMatching(/\w/),
        hint: expect.stringMatching(/\w/),
      },
    ]);
  });

  it.each(['---js', '---javascript', '---JS', '--- coffee', '+++js', ';;;js', '---cson'])(
    'when %s asks to run code',
    (fence) => {
      (globalThis as Record<string, unknown>).ran = undefined;
      const close = fence.slice(0, 3);
      const { post, problems } = read(`${fence}\n{ title: (globalThis.ran = true) }\n${close}\nBody`);
      expect(post).toBeUndefined();
      expect(problems).toEqual(['front-matter-code:1']);
      expect((globalThis as Record<string, unknown>).ran).toBeUndefined();
    },
  );
});

describe('encodings', () => {
  const ascii = (text: string) => [...Buffer.from(text)];
  it.each([
    [
      'GB 18030',
      [...ascii('---\ntitle: '), 0xc4, 0xe3, 0xba, 0xc3, ...ascii('\ndate: 2022-01-01\n---\nx')],
      'zh-CN',
      '你好',
    ],
    [
      'Big5',
      [...ascii('---\ntitle: '), 0xa7, 0x41, 0xa6, 0x6e, ...ascii('\ndate: 2022-01-01\n---\nx')],
      'zh-TW',
      '你好',
    ],
    [
      'Shift JIS',
      [...ascii('---\ntitle: '), 0x93, 0xfa, 0x96, 0x7b, ...ascii('\ndate: 2022-01-01\n---\nx')],
      'ja',
      '日本',
    ],
    ['Latin 1', [...ascii('---\ntitle: caf'), 0xe9, ...ascii(' x\ndate: 2022-01-01\n---\nx')], 'fr', 'café x'],
    ['UTF-16 LE', [...Buffer.from('\uFEFF---\ntitle: 你好\ndate: 2022-01-01\n---\nx', 'utf16le')], 'zh-CN', '你好'],
    [
      'UTF-16 BE',
      [...Buffer.from('\uFEFF---\ntitle: 你好\ndate: 2022-01-01\n---\nx', 'utf16le').swap16()],
      'zh-CN',
      '你好',
    ],
    [
      'UTF-8 with a broken byte',
      [...Buffer.from('---\ntitle: 你好\ndate: 2022-01-01\n---\n正文很长很长'), 0xe4],
      'zh-CN',
      '你好',
    ],
  ])('reads %s with a warning', (_, bytes, language, title) => {
    const { post, problems } = read(Uint8Array.from(bytes), language);
    expect(post?.title).toBe(title);
    expect(problems).toEqual(['encoding:1']);
  });
});

describe('hostile files', () => {
  const slow = (body: string) => `---\ntitle: A\ndate: 2022-01-01\n---\n${body}`;
  it.each([
    ['5,000 nested quotes', slow(`${'> '.repeat(5000)}x`)],
    ['2,000 nested lists', slow(Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'))],
    ['100,000 asterisks', slow('*a'.repeat(100_000))],
    ['50,000 brackets', slow('['.repeat(50_000))],
    ['30,000 links that never end', slow('[a]('.repeat(30_000))],
    ['50,000 tags that never end', slow('<a '.repeat(50_000))],
    ['20,000 shortcodes that never end', slow('{{< x '.repeat(20_000))],
    ['20,000 Liquid tags that never end', slow('{% a '.repeat(20_000))],
    ['50,000 comments that never end', slow('<!--'.repeat(50_000))],
    ['20,000 nested divisions', slow('<div>'.repeat(20_000))],
    ['50,000 bold runs that never end', slow('**中文'.repeat(50_000))],
    [
      'a table of 100,000 cells',
      slow(`${'|a'.repeat(2000)}\n${'|-'.repeat(2000)}\n${`${'|b'.repeat(2000)}\n`.repeat(50)}`),
    ],
    ['a picture of 5 MB in the text', slow(`![x](data:image/png;base64,${'A'.repeat(5_000_000)})`)],
    ['a million blank lines', slow('\n'.repeat(1_000_000))],
    ['YAML nested 5,000 deep', `---\ntitle: A\nx: ${'['.repeat(5000)}${']'.repeat(5000)}\ndate: 2022-01-01\n---\nBody`],
    [
      'a bomb of YAML aliases',
      `---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]\ntitle: A\ndate: 2022-01-01\n---\nBody`,
    ],
  ])('are read within a second: %s', (_, source) => {
    const started = process.cpuUsage(); // the machine may be busy with other things
    const { post } = read(source);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(post?.title).toBe('A');
  });

  it('cannot reach the prototypes of objects', () => {
    const { post } = read(
      withFields(
        '__proto__: { title: Stolen, polluted: true }\nconstructor: { prototype: { polluted: true } }\ntitle: A',
      ),
    );
    expect(post?.title).toBe('A');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('leave the good post beside them alone: a 60 MB file, a pipe, odd names', async () => {
    const folder = tempFolder();
    truncateSync(folder.write('huge.md', ''), 60 * 1024 * 1024);
    mkfifoSync(join(folder.path, 'pipe.md'));
    const names = ['a space.md', "it's.md", 'say "hi".md', '100%.md', '%E4%BD.md', '中文.md', 'a#b?c.md'];
    for (const name of names) folder.write(name, withFields(`title: '${name.replace(/'/g, "''")}'`));

    const { posts, problems } = await scanFolder(folder.path);

    expect(posts.map((post) => post.title).sort()).toEqual([...names].sort());
    expect(new Set(posts.map((post) => post.url)).size).toBe(names.length);
    for (const { url, slug } of posts) expect(decodeURIComponent(new URL(url).pathname)).toBe(`/blog/${slug}/`);
    expect(problems.map(({ file, rule }) => [file, rule])).toEqual([['huge.md', 'file-too-large']]);
  });
});
