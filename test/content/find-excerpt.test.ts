import { describe, expect, it } from 'vitest';
import { readBodyOf } from '../support/read-body.js';

const REAL = '这一段说明文章讲的是什么，长到可以当作摘要。';

describe('the excerpt', () => {
  it.each([
    ['the first paragraph', `${REAL}\n\n第二段也很长，但不是摘要里的内容。`],
    ['the first after a picture', `![图片](a.png)\n\n${REAL}`],
    [
      'the first after badges',
      `[![build](https://img.shields.io/a.svg)](https://ci) [![x](b.svg)](https://y)\n\n${REAL}`,
    ],
    [
      'the first after a heading, code and a table',
      `## 小标题\n\n\`\`\`\ncode code code code code code code\n\`\`\`\n\n|a|b|\n|-|-|\n|c|d|\n\n${REAL}`,
    ],
    ['the first after the length line', `**本文 4912 字 阅读 12 分钟**\n\n${REAL}`],
    [
      'the first after credits',
      `文｜某人（花名：某某）\n\n某公司技术专家\n\n专注于云原生网关的研发工作。\n\n本文 **9402** 字 阅读 **18** 分钟\n\n${REAL}`,
    ],
    ['the first after a greeting', `Awesome SOFAer 👋:\n\n大家好，\n\n${REAL}`],
    [
      'the first after where it comes from',
      `本文作者李某，公众号「某某」作者，某某社区 Contributor。\n\n原文链接：https://example.net/\n\n${REAL}`,
    ],
    ['a quote when there is nothing else', `> ${REAL}`],
    ['raw HTML when there is nothing else', `<div>\n<p>${REAL}</p>\n</div>`],
    ['what stands above the fold mark', `${REAL}\n\n<!--more-->\n\n${REAL}下面的。`],
    ['what stands above the fold mark in the same line', `${REAL}<!-- more -->\n\n下面的。`],
  ])('is %s', (_, body) => expect(readBodyOf(body).excerpt).toBe(REAL));

  it('joins the paragraphs above the fold mark', () => {
    expect(readBodyOf(`${REAL}\n\n${REAL}\n\n<!--more-->\n\nx`).excerpt).toBe(`${REAL} ${REAL}`);
  });

  it('is plain text, of at most 300 characters, cut after a sentence', () => {
    const { excerpt } = readBodyOf(
      `**粗体** [链接](https://x.y) \`code\` &amp; ${'一句很长很长的话，说了很多很多。'.repeat(30)}`,
    );
    expect(excerpt.startsWith('粗体 链接 code & 一句很长很长的话')).toBe(true);
    expect(excerpt.length).toBeLessThanOrEqual(300);
    expect(excerpt.endsWith('说了很多很多。')).toBe(true);
  });

  it('is empty for a post of pictures', () => expect(readBodyOf('![](a.png)\n\n![](b.png)').excerpt).toBe(''));
});

describe('length', () => {
  it('counts Chinese characters one by one and other words as words, code aside', () => {
    const { words, readingMinutes } = readBodyOf(
      `${'汉'.repeat(780)} ${"it's Go 1.21 ".repeat(10)}\n\n\`\`\`\n${'code '.repeat(5000)}\n\`\`\``,
    );
    expect(words).toBe(780 + 30);
    expect(readingMinutes).toBe(2);
  });
});
