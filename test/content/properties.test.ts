import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapOutsideCode } from '../../src/content/markdown/outside-code.js';
import { parseMarkdown, renderTokens } from '../../src/content/markdown/parse-markdown.js';
import { sanitize } from '../../src/content/markdown/sanitize.js';
import { collapse } from '../../src/content/plain-text.js';
import { readDate } from '../../src/content/read-date.js';
import { readPost } from '../../src/content/read-post.js';
import { articleFaults } from '../support/article-faults.js';

const OPTIONS = {
  permalink: '/blog/{slug}/',
  siteUrl: 'https://example.org',
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
};
const read = (path: string, source: string | Uint8Array) =>
  readPost(path, typeof source === 'string' ? Buffer.from(source) : source, OPTIONS, { time: 1e12, from: 'file' });

/** Pieces that mean something to one of the parsers, in any order. */
const fragment = fc.constantFrom(
  ...[
    '**',
    '*',
    '_',
    '`',
    '```\n',
    '~~~',
    '> ',
    '- ',
    '1. ',
    '# ',
    '\n',
    '\n\n',
    '    ',
    '|',
    '|-|\n',
    '[',
    ']',
    '(',
    ')',
    '![',
    '](',
    '<',
    '>',
    '&',
    '\\',
  ],
  ...[
    '<b>',
    '</b>',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">',
    '<iframe src="//x.y">',
    '<!--',
    '-->',
    '<svg><script>',
  ],
  ...[
    '[x](javascript:alert(1))',
    '![x](data:image/svg+xml,<svg>)',
    '[a](../b.md)',
    'https://a.com/中文，',
    '<https://x.y>',
    '&#8;',
    '&#xD800;',
    '&lt;script&gt;',
    '\u0008',
    '\uFFFE',
  ],
  ...[
    '{{< figure src="a.png" title="x" >}}',
    '{{<',
    '>}}',
    '{{% x %}}',
    '{% raw %}',
    '{% endraw %}',
    '{% youtube id %}',
    '{{ x }}',
    '{{',
    '}}',
    '<Foo bar={1}>',
    '{/* x */}',
    'import a from "b"\n',
    'export const a = 1\n',
  ],
  ...[
    '“重点”',
    '中文',
    '，',
    '。',
    'word',
    ' ',
    '🙂',
    '### 本周推荐阅读\n',
    '- [标题](https://x.y/)\n',
    '<!--more-->',
    '本文 10 字',
  ],
);
const markdown = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(''));

describe('whatever a file holds', () => {
  it('reading it never throws, and what cannot be used is explained', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 400 }).map((text) => Buffer.from(text)),
      markdown.map((text) => Buffer.from(`---\n${text}\n---\n${text}`)),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom('a.md', 'zh/blog/中 文/index.md', '2020-01-31-b.mdx', '%/%.md'),
        (source, path) => {
          const { post, article, problems } = read(path, source);
          if (!post) expect(problems.filter(({ severity }) => severity === 'error')).not.toEqual([]);
          else {
            expect(post.title).not.toBe('');
            expect(new URL(post.url).origin + new URL(post.url).pathname).toMatch(/^https?:/);
            expect(Date.parse(post.date)).toBe(post.time);
            expect(articleFaults(article ?? { html: '', text: '' })).toEqual([]);
          }
          for (const { line, message, hint } of problems) {
            expect(line).toBeGreaterThan(0);
            expect(message).not.toContain('\n');
            expect(hint).not.toBe('');
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each(['a.md', 'a.mdx'])(
    'the HTML of %s is safe: no scripts, no handlers, only absolute addresses, no illegal characters',
    (path) => {
      fc.assert(
        fc.property(markdown, (body) => {
          const { article } = read(path, `---\ntitle: A\ndate: 2022-01-01\n---\n${body}`);
          expect(articleFaults(article ?? { html: '', text: '' })).toEqual([]);
        }),
        { numRuns: 1_500 },
      );
    },
  );

  it('a title in quotes comes back as it was written, white space aside', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }).filter((text) => collapse(text) !== ''),
        (title) => {
          expect(read('a.md', `---\ntitle: ${JSON.stringify(title)}\n---\nx`).post?.title).toBe(collapse(title));
        },
      ),
    );
  });

  it('moving a file or editing its front matter keeps the hash of its body; editing the body changes it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
        (body) => {
          const hash = (path: string, title: string, text: string) =>
            read(path, `---\ntitle: ${title}\n---\nText ${text}`).post?.bodyHash;
          expect(hash('other/place.md', 'B', body)).toBe(hash('a.md', 'A', body));
          expect(hash('a.md', 'A', `${body}.`)).not.toBe(hash('a.md', 'A', body));
        },
      ),
    );
  });
});

describe('dates', () => {
  const seconds = fc.integer({ min: Date.UTC(1971, 0) / 1000, max: Date.UTC(2099, 0) / 1000 });
  const offset = fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => quarters * 15);
  const two = (value: number) => String(value).padStart(2, '0');
  const zone = (minutes: number, colon: string) =>
    `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${colon}${two(Math.abs(minutes) % 60)}`;

  it('with an offset mean their moment, however they are written', () => {
    const shape = fc.constantFrom(
      (iso: string, minutes: number) => `${iso}${zone(minutes, ':')}`,
      (iso: string, minutes: number) => `${iso.replace('T', ' ')} ${zone(minutes, '')}`,
      (iso: string, minutes: number) => `${iso.replace('T', ' ').replaceAll('-', '/')} UTC${zone(minutes, ':')}`,
      (iso: string, minutes: number) => `${iso.replace(/^(\d+)-(\d+)-(\d+)T/, '$1年$2月$3日 ')}${zone(minutes, ':')}`,
    );
    fc.assert(
      fc.property(seconds, offset, shape, (at, minutes, write) => {
        const local = new Date((at + minutes * 60) * 1000).toISOString().slice(0, 19);
        const reading = readDate(write(local, minutes), 'Asia/Shanghai');
        expect(reading).toMatchObject({ moment: { time: at * 1000 } });
        expect('moment' in reading && reading.moment.iso.slice(0, 19)).toBe(local);
      }),
    );
  });

  it('without one are on the clocks of the site, in summer and winter', () => {
    const zones = [
      'Asia/Shanghai',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ];
    fc.assert(
      fc.property(seconds, fc.constantFrom(...zones), (at, timeZone) => {
        const parts = new Intl.DateTimeFormat('en-GB', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).formatToParts(at * 1000);
        const part = (type: string) => parts.find((each) => each.type === type)?.value;
        const local = `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
        const reading = readDate(local, timeZone);
        // One hour a year is there twice; either is right.
        const apart = 'moment' in reading ? Math.abs(reading.moment.time - at * 1000) : Number.NaN;
        expect([0, 1_800_000, 3_600_000]).toContain(apart);
        if (timeZone === 'Asia/Kathmandu' || timeZone === 'UTC') expect(apart).toBe(0);
      }),
    );
  });
});

describe('Markdown', () => {
  it('outside code is all there is, once', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(mapOutsideCode(text, (prose) => prose)).toBe(text);
      }),
    );
  });

  it('without raw tags is drawn just as the sanitiser would leave it', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const tokens = parseMarkdown(text.replace(/<(?!br)/g, '&lt;'), 'https://example.org/a/', () => undefined);
        const html = renderTokens(tokens, 'https://example.org/a/');
        expect(sanitize(html, 'https://example.org/a/')).toBe(html);
      }),
      { numRuns: 2_000 },
    );
  });

  it('once sanitised stays as it is', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const once = sanitize(text, 'https://example.org/a/');
        expect(sanitize(once, 'https://example.org/a/')).toBe(once);
      }),
    );
  });
});
