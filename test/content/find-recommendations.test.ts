import { describe, expect, it } from 'vitest';
import { readBodyOf } from '../support/read-body.js';

const A = { title: '标题甲', url: 'https://example.net/a' };
const B = { title: '标题乙', url: 'https://example.net/b' };
const LIST = '- [标题甲](https://example.net/a)\n- [标题乙](https://example.net/b)\n';

describe('the name of a section of recommendations', () => {
  it.each([
    ...[
      '## 本周推荐阅读',
      '# 推荐阅读',
      '###### 相关推荐阅读',
      '### 推荐阅读：',
      '### 「扩展阅读」',
      '## 每周推荐阅读',
      '## 参考资料和推荐阅读',
      '### 某某系列阅读',
    ],
    ...['## Recommended reading', '## Further Reading', '### Related posts', '## Recommended Reading:'],
    ...[
      '**本周推荐阅读**',
      '***本周推荐阅读***',
      '***\\*本周推荐阅读\\****',
      '**【本周推荐阅读】**',
      '  **本周推荐阅读** ',
      '\\##\u00A0推荐阅读',
      '本周推荐<br/>',
      '本周推荐阅读',
      '推荐阅读：',
    ],
  ])('%s', (name) => expect(readBodyOf(`前文。\n\n${name}\n\n${LIST}`).recommends).toEqual([A, B]));

  it.each([
    '## 云原生活动推荐',
    '### 相关直播推荐：《某某》',
    '## 往期直播精彩回顾',
    '**强烈推荐**',
    '本文推荐阅读的顺序是从头到尾，不要跳过。',
    '## 阅读源码',
  ])('is not %s', (name) => expect(readBodyOf(`前文。\n\n${name}\n\n${LIST}`).recommends).toEqual([]));
});

describe('the list', () => {
  const under = (list: string) => readBodyOf(`### 本周推荐阅读\n\n${list}`).recommends;

  it.each([
    ['with blank lines between', '- [标题甲](https://example.net/a)\n\n- [标题乙](https://example.net/b)\n'],
    ['numbered', '1. [标题甲](https://example.net/a)\n2. [标题乙](https://example.net/b)\n'],
    ['numbered by hand', '1、[标题甲](https://example.net/a)\n\n2、[标题乙](https://example.net/b)\n'],
    ['a link a paragraph', '[标题甲](https://example.net/a)\n\n[标题乙](https://example.net/b)\n'],
    ['a link a line', '[标题甲](https://example.net/a)\n[标题乙](https://example.net/b)\n'],
    ['a link a line with breaks', '[标题甲](https://example.net/a)<br/>[标题乙](https://example.net/b)\n'],
    ['bold links', '**[标题甲](https://example.net/a)**\n\n- **[标题乙](https://example.net/b)**\n'],
    [
      'with pictures between',
      '![图](x.png)\n\n[标题甲](https://example.net/a)\n\n![图](y.png)\n\n[标题乙](https://example.net/b)\n\n![图](z.png)',
    ],
    [
      'titles above linked pictures',
      '标题甲\n\n[![图片](x.png)](https://example.net/a)\n\n标题乙\n\n[![图片](y.png)](https://example.net/b)\n',
    ],
    ['titles before bare addresses', '- 标题甲：<https://example.net/a>\n- 标题乙：https://example.net/b\n'],
    [
      'with remarks behind',
      '- [标题甲](https://example.net/a)：一篇好文章\n- [标题乙](https://example.net/b)，作者某人\n',
    ],
    ['in a quote', '> - [标题甲](https://example.net/a)\n> - [标题乙](https://example.net/b)\n'],
    [
      'of raw HTML',
      '<ul><li><a href="https://example.net/a">标题甲</a></li><li><a href="https://example.net/b">标题乙</a></li></ul>\n',
    ],
    ['with a title over two lines', '[标题甲\n](https://example.net/a)\n\n[标题乙](https://example.net/b)\n'],
    [
      'with a lead-in',
      '意犹未尽的同学，欢迎继续阅读。\n\n- [标题甲](https://example.net/a)\n- [标题乙](https://example.net/b)\n',
    ],
    [
      'with links in its lead-in',
      '本篇是这个系列的最后一篇，感谢[某某社区](https://example.net/no)的核心贡献者们。\n\n- [标题甲](https://example.net/a)\n- [标题乙](https://example.net/b)\n',
    ],
    ['ended by a line of prose', `${LIST}\n更多文章请扫码关注公众号\n\n[某个链接](https://example.net/no)`],
    ['ended by the next heading', `${LIST}\n### 本周发布\n\n- [发布](https://example.net/no)`],
  ])('%s', (_, list) => expect(under(list)).toEqual([A, B]));

  it('has titles without links', () => {
    expect(under('- 标题甲\n- [标题乙](https://example.net/b)\n')).toEqual([{ title: '标题甲' }, B]);
    expect(under('标题甲\n\n标题丙\n\n欢迎扫码关注：\n')).toEqual([{ title: '标题甲' }, { title: '标题丙' }]);
  });

  it('makes addresses absolute and names each link once', () => {
    expect(under('- [标题甲](/blog/a/)\n- [标题甲](/blog/a/)\n')).toEqual([
      { title: '标题甲', url: 'https://example.org/blog/a/' },
    ]);
  });

  it('may be there more than once in a post', () => {
    expect(
      readBodyOf(
        '### 推荐阅读\n\n[标题甲](https://example.net/a)\n\n## 别的\n\n文字\n\n**相关阅读**\n\n[标题乙](https://example.net/b)',
      ).recommends,
    ).toEqual([A, B]);
  });
});
