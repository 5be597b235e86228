import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, escapeMarkdownLine, markdownUrl } from '../../src/content/markdown/escape-markdown.js';
import { plainText } from '../../src/digest/plain-text.js';
import { tidyMarkdown } from '../../src/digest/tidy-markdown.js';

/** What a reader sees of Markdown. */
const shown = (markdown: string) =>
  (marked.parseInline(markdown, { async: false }) as string)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

describe('a title in Markdown', () => {
  it.each([
    ['snake_case、C++ 与 2 > 1', 'snake_case、C++ 与 2 > 1'],
    ['[译] 云原生', '[译] 云原生'],
    ['List<T> 与 a * b * c', 'List\\<T> 与 a \\* b \\* c'],
    ['_强调_ 和 `code`', '\\_强调\\_ 和 \\`code\\`'],
    ['数组 a[0](x)', '数组 a\\[0\\]\\(x)'],
    ['半个 ] 括号', '半个 \\] 括号'],
    ['AT&T &amp; &lt;', 'AT&T \\&amp; \\&lt;'],
    ['C:\\*', 'C:\\\\\\*'],
  ])('is escaped only where it would come alive: %s', (title, markdown) => {
    expect(escapeMarkdown(title)).toBe(markdown);
  });

  it('shows as itself, whatever it holds, and leaves the link around it whole', () => {
    const char = fc.constantFrom(...'ab1 *_`~[]()<>&;!\\#|：“”中文.-+'.split(''), '&lt;', '<b>', '![', '](');
    fc.assert(
      fc.property(fc.array(char, { maxLength: 12 }), (chars) => {
        const title = chars.join('').replace(/\s+/g, ' ').trim();
        if (title === '') return;
        const link = marked.parseInline(`[${escapeMarkdown(title)}](https://e.org/)`, { async: false }) as string;
        expect(link).toMatch(/^<a href="https:\/\/e\.org\/">.*<\/a>$/s);
        expect(shown(escapeMarkdown(title))).toBe(title);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('begins no heading, list or quotation at the start of a line', () => {
    expect(['# 一', '- 一', '> 一', '1. 一', '--- 一'].map(escapeMarkdownLine)).toEqual([
      '\\# 一',
      '\\- 一',
      '\\> 一',
      '1\\. 一',
      '\\--- 一',
    ]);
  });

  it('has an address that stays between its parentheses', () => {
    expect(markdownUrl('https://e.org/a_(b)?c=<d> e')).toBe('https://e.org/a_%28b%29?c=%3Cd%3E%20e');
  });
});

describe('what a template leaves behind', () => {
  it('is tidied: no blank lines in a row, none between the items of a list', () => {
    expect(tidyMarkdown('\n\n开头\n\n\n\n### 新文章\n\n\n- 甲\n\n- 乙\n  \n\n\n结尾\n\n')).toBe(
      '开头\n\n### 新文章\n\n- 甲\n- 乙\n\n结尾\n',
    );
  });

  it('is left alone inside code', () => {
    const code = '```\na\n\n\n- b\n\n- c\n```\n';
    expect(tidyMarkdown(code)).toBe(code);
  });
});

describe('Markdown as plain text', () => {
  it('keeps what one reads and nothing else', () => {
    expect(
      plainText(
        '**大家好**，看 [这篇](https://e.org/x)：\n\n- 一 `a<b>`\n- 二\n\n> 引用 ![图](i.png)<b>粗</b>\n\n| 甲 | 乙 |\n|-|-|\n| 1 | 2 |',
      ),
    ).toBe('大家好，看 这篇： 一 a<b> 二 引用 粗 甲 乙 1 2');
  });
});
