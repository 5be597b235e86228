import { describe, expect, it } from 'vitest';
import { absoluteUrl } from '../../src/feeds/absolute-url.js';
import { documentHtml } from '../../src/feeds/document-html.js';
import { imageType } from '../../src/feeds/image-type.js';
import { opml } from '../../src/feeds/opml.js';
import { rfc822Date } from '../../src/feeds/rfc822-date.js';

describe('dates', () => {
  it.each([
    ['2022-02-03T15:00:00+08:00', 'Thu, 03 Feb 2022 15:00:00 +0800'],
    ['2022-02-03T23:59:59Z', 'Thu, 03 Feb 2022 23:59:59 +0000'],
    ['2020-02-29T00:00:00.123-03:30', 'Sat, 29 Feb 2020 00:00:00 -0330'],
  ])('writes %s as %s', (date, expected) => expect(rfc822Date(date)).toBe(expected));
});

describe('addresses', () => {
  it.each([
    ['https://example.org/图片/a b.png', 'https://example.org/%E5%9B%BE%E7%89%87/a%20b.png'],
    ['https://example.org/a[1].png?x=a|b', 'https://example.org/a%5B1%5D.png?x=a%7Cb'],
    ['http://[::1]:8080/x', 'http://[::1]:8080/x'],
    ['/relative.png', undefined],
    ['javascript:alert(1)', undefined],
    ['data:image/png;base64,AA', undefined],
    ['[https://example.org](x)', undefined],
  ])('takes %s as %s', (url, expected) => expect(absoluteUrl(url)).toBe(expected));
});

describe('pictures', () => {
  it.each([
    ['https://example.org/a.JPG?x=1', 'image/jpeg'],
    ['https://example.org/a.svg#b', 'image/svg+xml'],
    ['https://example.org/afts/img/A*YkWoR7eqiMcAAA', undefined],
    ['https://example.org/v1.2/picture', undefined],
  ])('knows the type of %s: %s', (url, expected) => expect(imageType(url)).toBe(expected));
});

describe('documents in Markdown', () => {
  it('become HTML without anything that acts', () => {
    const html = documentHtml(
      '## Hi\n\n<script>alert(1)</script><form><input></form><p style="color:red" onclick="x()">text</p>\n\n[a](javascript:alert(1)) ![b](https://example.org/b.png)',
    );
    expect(html).not.toMatch(/script|form|input|style|onclick/);
    expect(html).toContain('<h2>Hi</h2>');
    expect(html).toContain('<img src="https://example.org/b.png" alt="b" />');
  });
});

describe('OPML', () => {
  it('lists feeds in groups that readers turn into folders', () => {
    const feed = (name: string) => ({
      title: name,
      xmlUrl: `https://rider.example.org/tags/${name}/rss.xml`,
      pageUrl: `https://rider.example.org/tags/${name}/`,
      language: 'zh-CN',
    });
    expect(
      opml({
        title: 'R&D',
        groups: [{ feeds: [feed('all')] }, { title: '标签', feeds: [feed('a')] }, { title: 'none', feeds: [] }],
      }),
    ).toBe(`<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
    <title>R&amp;D</title>
  </head>
  <body>
    <outline type="rss" version="RSS2" text="all" title="all" xmlUrl="https://rider.example.org/tags/all/rss.xml" htmlUrl="https://rider.example.org/tags/all/" language="zh-CN"/>
    <outline text="标签">
      <outline type="rss" version="RSS2" text="a" title="a" xmlUrl="https://rider.example.org/tags/a/rss.xml" htmlUrl="https://rider.example.org/tags/a/" language="zh-CN"/>
    </outline>
  </body>
</opml>
`);
  });
});
