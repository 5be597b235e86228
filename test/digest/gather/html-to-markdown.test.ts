import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from '../../../src/digest/gather/html-to-markdown.js';
import { shortenMarkdown } from '../../../src/digest/shorten-markdown.js';

const BASE = 'https://friend.example.org/posts/a/';
const convert = (html: string) => htmlToMarkdown(html, BASE);

describe('somebody’s HTML', () => {
  it.each([
    [
      'a list',
      '<p>更新：</p><ul><li>修复 <b>重连</b></li><li>支持 <a href="/xds">XDS</a></li></ul>',
      '更新：\n\n- 修复 **重连**\n- 支持 [XDS](https://friend.example.org/xds)',
    ],
    ['a numbered list in a list', '<ul><li>甲<ol><li>一</li><li>二</li></ol></li></ul>', '- 甲\n  1. 一\n  2. 二'],
    ['headings, as bold lines', '<h2>What’s changed</h2><p>x</p>', '**What’s changed**\n\nx'],
    ['code', '<p>用 <code>a*b</code>：</p><pre><code>x = "*"\n</code></pre>', '用 `a*b`：\n\n```\nx = "*"\n```'],
    [
      'text that looks like Markdown or HTML',
      '<p>1. a_b *c* [d](e) &lt;script&gt; &amp;lt; # f</p>',
      '1\\. a_b \\*c\\* \\[d\\]\\(e) \\<script> \\&lt; # f',
    ],
    [
      'scripts, styles and pictures, which go',
      '<script>alert(1)</script><style>a{}</style><img src="https://t.example.org/pixel.png">x',
      'x',
    ],
    [
      'links that lead nowhere good',
      '<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a> <a href="//e.org/c">c</a>',
      'a b [c](https://e.org/c)',
    ],
    ['a link with parentheses', '<a href="https://e.org/a_(b)">x</a>', '[x](https://e.org/a_\\(b\\))'],
    ['nothing', '', ''],
  ])('becomes Markdown: %s', (_, html, markdown) => {
    expect(convert(html)).toBe(markdown);
  });

  it('shows as the same text again', () => {
    const text = '1. a_b *c* [d](e) <script> &lt; # f ~~g~~ `h` \\*';
    const html = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    const shown = (marked.parse(convert(`<p>${html}</p>`), { async: false }) as string)
      .replace(/<\/?p>\n?/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&');
    expect(shown).toBe(text);
  });

  it('may be nested without end or as long as it likes', () => {
    expect(convert(`${'<div>'.repeat(20_000)}x`)).toBeTypeOf('string');
    expect(convert(`<ul>${'<li><ul>'.repeat(5_000)}`)).toBeTypeOf('string');
    expect(convert(`<p>${'长'.repeat(1_000_000)}</p>`).length).toBeLessThan(210_000);
  });
});

describe('Markdown that is too long', () => {
  it('is cut after a paragraph', () => {
    expect(shortenMarkdown('一二三四五\n\n六七八九十\n\n百千万', 14)).toBe('一二三四五\n\n六七八九十\n\n…');
  });

  it('is cut after a list’s item', () => {
    expect(shortenMarkdown('- 修复一\n- 修复二\n- 修复三\n', 13)).toBe('- 修复一\n- 修复二\n\n…');
  });

  it('is cut within its first paragraph when nothing else fits, never inside a mark', () => {
    expect(shortenMarkdown('看 [这一篇](https://e.org/a-long-address)，它很长很长。', 8)).toBe('看 这一篇，它…\n\n…');
  });

  it('is left alone when it is not too long', () => {
    expect(shortenMarkdown('**一**\n\n- 二', 100)).toBe('**一**\n\n- 二');
  });
});
