import { describe, expect, it } from 'vitest';
import { urlKey } from '../../src/digest/link-key.js';
import { SeenArticles } from '../../src/digest/same-article.js';

const article = (title: string, url = `https://e.org/${encodeURIComponent(title)}`) => ({ title, url });
const same = (first: string, second: string) => new SeenArticles([article(first)]).has(article(second));

describe('two titles mean one article', () => {
  it.each([
    ['Go 内存泄漏，pprof 够用了么？', 'Go 内存泄漏,pprof 够用了吗？'],
    ['Seata 在蚂蚁国际银行业务的落地实践', 'Seata 在蚂蚁国际银行业务落地实践'],
    ['MOSN｜Go 原生插件使用问题全解析', 'Go 原生插件使用问题全解析'],
    ['Go 原生插件使用问题全解析', 'MOSN | Go 原生插件使用问题全解析'],
    ['ＳＯＦＡＳｔａｃｋ 开源', 'sofastack开源！'],
  ])('when only small words, marks or a label differ: %s = %s', (first, second) => {
    expect(same(first, second)).toBe(true);
  });

  it.each([
    ['深入 HTTP/3（一）｜从 QUIC 链接的建立与关闭看协议的演进', '深入 HTTP/3（二）｜不那么 Boring 的 SSL'],
    ['Service Mesh 双十一后的探索和思考(上)', 'Service Mesh 双十一后的探索和思考(下)'],
    ['SOFAStack 背后的实践和思考｜甲', 'SOFAStack 背后的实践和思考｜乙'],
    ['SOFA Weekly | QA 整理', 'SOFA Weekly | MOSN 发布'],
  ])('and not when a number, a part or the rest of a series does: %s ≠ %s', (first, second) => {
    expect(same(first, second)).toBe(false);
  });
});

describe('two addresses lead to one article', () => {
  const WEIXIN = 'mp.weixin.qq.com/s?__biz=MzU=&mid=2247&idx=1&sn=7b99';
  it.each([
    ['https://www.e.org/a/', 'http://e.org/a#top'],
    ['https://e.org/a?utm_source=x&b=1', 'https://e.org/a/?b=1'],
    ['https://e.org/%E4%B8%AD', 'https://e.org/中'],
    [`https://${WEIXIN}&chksm=faa3&scene=21#wechat_redirect`, `http://${WEIXIN}&scene=178`],
  ])('when nothing but the way there differs: %s = %s', (first, second) => {
    expect(urlKey(first)).toBe(urlKey(second));
  });

  it.each([
    ['https://e.org/a', 'https://e.org/b'],
    ['https://e.org/?p=1', 'https://e.org/?p=2'],
    ['https://e.org:8080/a', 'https://e.org/a'],
    ['https://mp.weixin.qq.com/s?mid=1&idx=1', 'https://mp.weixin.qq.com/s?mid=1&idx=2'],
  ])('and not when something of it does: %s ≠ %s', (first, second) => {
    expect(urlKey(first)).not.toBe(urlKey(second));
  });

  it('are none when they are no web addresses', () => {
    expect([urlKey('javascript:alert(1)'), urlKey('mailto:a@b.c'), urlKey('nonsense')]).toEqual(['', '', '']);
  });
});
