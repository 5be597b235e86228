import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../src/digest/gather/parse-feed.js';
import { rss } from '../../support/feed-server.js';

const URL_OF_FEED = 'https://friend.example.org/feed/';
const parse = (text: string) => parseFeed({ url: URL_OF_FEED, type: '', text });
const entry = { title: '标题', link: 'https://friend.example.org/a', date: 'Thu, 03 Feb 2022 15:00:00 +0800' };
const TIME = Date.parse('2022-02-03T15:00:00+08:00');

describe('a feed', () => {
  it('may be RSS', async () => {
    expect(await parse(rss([{ ...entry, html: '<p>正文</p>' }]))).toEqual({
      title: '隔壁社区',
      url: URL_OF_FEED,
      items: [{ title: '标题', url: 'https://friend.example.org/a', time: TIME, html: '<p>正文</p>' }],
    });
  });

  it('may be Atom, with only an update time as GitHub’s are', async () => {
    const atom = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Release notes from mosn</title>
<entry><id>tag:github.com,2008:Repository/1/v1.0.1</id><updated>2022-02-03T07:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://github.com/mosn/mosn/releases/tag/v1.0.1"/>
<title>v1.0.1</title><content type="html">&lt;ul&gt;&lt;li&gt;Fix&lt;/li&gt;&lt;/ul&gt;</content></entry></feed>`;
    expect((await parse(atom)).items).toEqual([
      {
        title: 'v1.0.1',
        url: 'https://github.com/mosn/mosn/releases/tag/v1.0.1',
        time: TIME,
        html: '<ul><li>Fix</li></ul>',
      },
    ]);
  });

  it('may be JSON', async () => {
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: '隔壁',
      items: [
        { id: '1', url: '/a', title: '标题', date_published: '2022-02-03T15:00:00+08:00', content_html: '<p>正文</p>' },
        null,
      ],
    };
    expect(await parse(JSON.stringify(json))).toEqual({
      title: '隔壁',
      url: URL_OF_FEED,
      items: [{ title: '标题', url: 'https://friend.example.org/a', time: TIME, html: '<p>正文</p>' }],
    });
  });

  it.each([
    ['a bare ampersand', rss([{ ...entry, title: 'R&D 与 AT&T' }]), 'R&D 与 AT&T'],
    ['HTML’s entities', rss([{ ...entry, title: '甲&nbsp;乙 &mdash; 丙' }]), '甲 乙 — 丙'],
    ['tags in a title', rss([{ ...entry, title: '<![CDATA[<b>甲</b> &amp; 乙]]>' }]), '甲 & 乙'],
    ['an escaped title', rss([{ ...entry, title: 'List&lt;T&gt;' }]), 'List<T>'],
    ['a control character', rss([{ ...entry, title: '甲\u0008乙&#8;' }]), '甲乙'],
    ['space before the declaration', `\n  \uFEFF${rss([entry])}`, '标题'],
    ['a document type', rss([entry]).replace('<rss', '<!DOCTYPE rss [<!ENTITY x "y">]><rss'), '标题'],
    ['an attribute on the title', rss([entry]).replace('<title>标题', '<title type="html">标题'), '标题'],
  ])('is read in spite of %s', async (_, text, title) => {
    expect((await parse(text)).items.map((item) => item.title)).toEqual([title]);
  });

  it('does not lose all entries for one bad date', async () => {
    const atom = (updated: string, name: string) =>
      `<entry><id>${name}</id><title>${name}</title><link href="https://e.org/${name}"/><updated>${updated}</updated></entry>`;
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>${atom('yesterday', 'bad')}${atom('2022-02-03T07:00:00Z', 'good')}</feed>`;
    expect((await parse(feed)).items.map(({ title }) => title)).toEqual(['good']);
  });

  it('leaves out entries without a title, a date or a web address, and resolves relative ones', async () => {
    const feed = rss([
      { ...entry, link: '../b?x=1' },
      { ...entry, title: '' },
      { ...entry, date: '' },
      { ...entry, link: 'javascript:alert(1)' },
      { ...entry, link: 'ftp://e.org/x' },
    ]);
    expect((await parse(feed)).items.map(({ url }) => url)).toEqual(['https://friend.example.org/b?x=1']);
  });

  it('reads no files and expands nothing of a hostile document type', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;&a;">]>${rss([{ ...entry, title: '[&a;&b;]' }]).replace(/^<\?.*?\?>/, '')}`;
    expect((await parse(bomb)).items.map(({ title }) => title)).toEqual(['[&a;&b;]']);
  });

  it.each([
    ['a web page', '<!DOCTYPE html><html><body>404</body></html>', 'it is a web page, not a feed'],
    ['nothing', '', 'it is not a feed'],
    ['other XML', '<?xml version="1.0"?><config/>', 'it is not a feed (Feed not recognized as RSS 1 or 2.)'],
    ['half a feed', rss([entry]).slice(0, 150), 'it is not a feed ('],
    ['broken JSON', '{"items": [', 'it is not a feed (broken JSON)'],
    ['other JSON', '{"error": "no"}', 'it is not a feed (JSON without items)'],
  ])('is not %s, and that is said', async (_, text, message) => {
    await expect(parse(text)).rejects.toThrow(message);
  });
});
