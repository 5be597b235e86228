import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import type { FeedDescription, FeedEntry } from '../../src/feeds/feed-description.js';
import { feedFormats } from '../../src/feeds/formats.js';
import { writeFeed } from '../../src/feeds/write-feed.js';
import { legalXml } from '../../src/feeds/xml-text.js';

const urls = (base: string) => ({ rss: `${base}rss.xml`, atom: `${base}atom.xml`, json: `${base}feed.json` });

function makeEntry(change: Partial<FeedEntry> = {}): FeedEntry {
  return {
    id: 'https://blog.example.org/blog/one/',
    url: 'https://blog.example.org/blog/one/',
    title: '喜迎虎年｜开源正当时！',
    published: '2022-02-03T15:00:00+08:00',
    updated: '2022-02-04T09:30:00+08:00',
    language: 'zh-CN',
    authors: [{ name: '齐天', url: 'https://github.com/sofastack' }, { name: '无名' }],
    terms: [
      { name: 'SOFAStack', scheme: 'https://rider.example.org/categories/' },
      { name: '开源', scheme: 'https://rider.example.org/tags/' },
    ],
    summary: '新年快乐',
    html: '<p>虎虎有生气！</p>',
    cover: 'https://pictures.example.org/tiger.jpg?size=2',
    ...change,
  };
}

function makeFeed(entries: FeedEntry[], change: Partial<FeedDescription> = {}): FeedDescription {
  return {
    id: 'https://rider.example.org/',
    title: '社区博客',
    description: '社区的文章',
    language: 'zh-CN',
    pageUrl: 'https://rider.example.org/',
    publisher: { name: '社区博客', url: 'https://blog.example.org' },
    selfUrls: urls('https://rider.example.org/'),
    updated: '2022-02-04T09:30:00+08:00',
    hubs: [],
    paging: { archive: false, current: urls('https://rider.example.org/') },
    entries,
    ...change,
  };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
});

/** A strict parse: malformed XML throws, everything else comes back as written, CDATA and text alike. */
function readXml(xml: string) {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Error(JSON.stringify(valid));
  return parser.parse(xml);
}

const { rss, atom, json } = feedFormats;

describe('RSS', () => {
  it('says all there is to say about a post', () => {
    const { channel } = readXml(writeFeed(rss, makeFeed([makeEntry()]))).rss;
    expect(channel.title).toBe('社区博客');
    expect(channel.language).toBe('zh-CN');
    expect(channel.lastBuildDate).toBe('Fri, 04 Feb 2022 09:30:00 +0800');
    expect(channel.item).toEqual({
      title: '喜迎虎年｜开源正当时！',
      link: 'https://blog.example.org/blog/one/',
      guid: { '#text': 'https://blog.example.org/blog/one/', '@_isPermaLink': 'false' },
      pubDate: 'Thu, 03 Feb 2022 15:00:00 +0800',
      description: '新年快乐',
      'content:encoded': '<p>虎虎有生气！</p>',
      'dc:creator': ['齐天', '无名'],
      category: [
        { '#text': 'SOFAStack', '@_domain': 'https://rider.example.org/categories/' },
        { '#text': '开源', '@_domain': 'https://rider.example.org/tags/' },
      ],
      'media:content': {
        '@_url': 'https://pictures.example.org/tiger.jpg?size=2',
        '@_medium': 'image',
        '@_type': 'image/jpeg',
      },
    });
  });

  it('escapes a summary for HTML and for XML, because a description is HTML', () => {
    const { channel } = readXml(writeFeed(rss, makeFeed([makeEntry({ summary: 'List<T> & co' })]))).rss;
    expect(channel.item.description).toBe('List&lt;T&gt; &amp; co');
  });
});

describe('Atom', () => {
  it('says all there is to say about a post', () => {
    const { feed } = readXml(writeFeed(atom, makeFeed([makeEntry()])));
    expect(feed['@_xml:lang']).toBe('zh-CN');
    expect(feed.updated).toBe('2022-02-04T09:30:00+08:00');
    expect(feed.author).toEqual({ name: '社区博客', uri: 'https://blog.example.org' });
    expect(feed.entry).toEqual({
      title: '喜迎虎年｜开源正当时！',
      id: 'https://blog.example.org/blog/one/',
      link: { '@_rel': 'alternate', '@_type': 'text/html', '@_href': 'https://blog.example.org/blog/one/' },
      updated: '2022-02-04T09:30:00+08:00',
      published: '2022-02-03T15:00:00+08:00',
      summary: '新年快乐',
      content: { '#text': '<p>虎虎有生气！</p>', '@_type': 'html' },
      author: [{ name: '齐天', uri: 'https://github.com/sofastack' }, { name: '无名' }],
      category: [
        { '@_label': 'SOFAStack', '@_scheme': 'https://rider.example.org/categories/', '@_term': 'SOFAStack' },
        { '@_label': '开源', '@_scheme': 'https://rider.example.org/tags/', '@_term': '开源' },
      ],
      'media:content': {
        '@_url': 'https://pictures.example.org/tiger.jpg?size=2',
        '@_medium': 'image',
        '@_type': 'image/jpeg',
      },
    });
  });

  it('names the language of an entry that is in another', () => {
    const { feed } = readXml(writeFeed(atom, makeFeed([makeEntry({ language: 'en', id: 'urn:a' }), makeEntry()])));
    expect(feed.entry.map((entry: Record<string, string>) => entry['@_xml:lang'])).toEqual(['en', undefined]);
  });
});

describe('JSON Feed', () => {
  it('says all there is to say about a post', () => {
    expect(JSON.parse(writeFeed(json, makeFeed([makeEntry()])))).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: '社区博客',
      home_page_url: 'https://rider.example.org/',
      feed_url: 'https://rider.example.org/feed.json',
      description: '社区的文章',
      authors: [{ name: '社区博客', url: 'https://blog.example.org' }],
      language: 'zh-CN',
      items: [
        {
          id: 'https://blog.example.org/blog/one/',
          url: 'https://blog.example.org/blog/one/',
          title: '喜迎虎年｜开源正当时！',
          content_html: '<p>虎虎有生气！</p>',
          summary: '新年快乐',
          image: 'https://pictures.example.org/tiger.jpg?size=2',
          date_published: '2022-02-03T15:00:00+08:00',
          date_modified: '2022-02-04T09:30:00+08:00',
          authors: [{ name: '齐天', url: 'https://github.com/sofastack' }, { name: '无名' }],
          tags: ['SOFAStack', '开源'],
        },
      ],
    });
  });
});

describe('every format', () => {
  const nasty = {
    'two CDATA ends': 'a ]]> b ]]> c',
    'control characters': 'a\u0000\u0008\u000b\u001fb\u{1f}',
    'a lone surrogate': 'x\ud83dy',
    'an emoji': '🐎 and 👨‍👩‍👧',
    'full-width signs': '＜ＳＯＦＡ＞ ＆「」…—',
    'a literal entity': '&amp; and &lt;b&gt;',
    'angle brackets and quotes': 'List<T> & "quotes" \'single\'',
    'our own placeholder': 'slot:0~ slot:1~',
    'a replacement pattern': "$& $1 $` $'",
  };
  const legal = (text: string) => text.replace(/[\u0000-\u0008\u000b\u001f]/g, '').replace(/\ud83d(?=y)/, '');

  it.each(Object.entries(nasty))('keeps %s as they are, in every text', async (_, text) => {
    const entry = makeEntry({
      id: `urn:x:${text}`,
      title: text,
      summary: text,
      authors: [{ name: text }],
      terms: [{ name: text, scheme: 'https://rider.example.org/tags/' }],
    });
    const feed = makeFeed([entry, makeEntry()], { title: text, description: text, publisher: { name: text } });
    const expected = legal(text);

    const channel = readXml(writeFeed(rss, feed)).rss.channel;
    const [item] = channel.item;
    expect([channel.title, channel.description]).toEqual([expected, expected]);
    expect([item.title, item['dc:creator'], item.category['#text']]).toEqual([expected, expected, expected]);
    expect(item.guid['#text']).toBe(`urn:x:${expected}`);

    const { feed: atomFeed } = readXml(writeFeed(atom, feed));
    const [atomEntry] = atomFeed.entry;
    expect([atomFeed.title, atomFeed.subtitle, atomFeed.author.name]).toEqual([expected, expected, expected]);
    expect([atomEntry.title, atomEntry.summary, atomEntry.author.name]).toEqual([expected, expected, expected]);
    expect([atomEntry.category['@_term'], atomEntry.id]).toEqual([expected, `urn:x:${expected}`]);

    const parsed = JSON.parse(writeFeed(json, feed));
    expect([parsed.title, parsed.items[0].title, parsed.items[0].tags]).toEqual([expected, expected, [expected]]);

    for (const xml of [writeFeed(rss, feed), writeFeed(atom, feed)]) {
      expect((await new RssParser().parseString(xml)).items[0]?.title).toBe(expected.trim());
    }
  });

  it('keeps HTML bodies readable whatever is in them', async () => {
    const html = '<p>if (a[b[0]]>1) 🐎 &lt;x&gt; ]]> &amp;amp; \u0008</p><pre>slot:3~ $&</pre>';
    const feed = makeFeed([makeEntry({ html }), makeEntry({ id: 'urn:two' })]);
    // In HTML `]]&gt;` is the same text as `]]>`, and safe in CDATA.
    const expected = '<p>if (a[b[0]]&gt;1) 🐎 &lt;x&gt; ]]&gt; &amp;amp; </p><pre>slot:3~ $&</pre>';
    const [first] = (await new RssParser().parseString(writeFeed(rss, feed))).items;
    expect(first?.['content:encoded']).toBe(expected);
    const [entry] = (await new RssParser().parseString(writeFeed(atom, feed))).items;
    expect(entry?.content).toBe(expected);
  });

  it('is well-formed and keeps its titles whatever people write', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, html, name) => {
        const feed = makeFeed([makeEntry({ title: `t${title}t`, html, authors: [{ name }] }), makeEntry()]);
        for (const xml of [writeFeed(rss, feed), writeFeed(atom, feed)]) {
          expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
          const tree = readXml(xml);
          const [entry] = tree.rss?.channel.item ?? tree.feed.entry;
          expect(entry.title.replace(/\s/g, '')).toBe(legalXml(`t${title}t`).replace(/\s/g, ''));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives all hubs and the way to older posts', () => {
    const older = urls('https://rider.example.org/archive/3/');
    const hubs = ['https://hub.example.org/', 'https://other.example.org/hub'];
    const current = urls('https://rider.example.org/');
    const feed = makeFeed([makeEntry()], { hubs, paging: { archive: false, current, older } });
    const linksOf = (links: Record<string, string>[]) => links.map((link) => `${link['@_rel']} ${link['@_href']}`);

    expect(linksOf(readXml(writeFeed(rss, feed)).rss.channel['atom:link'])).toEqual([
      'self https://rider.example.org/rss.xml',
      'alternate https://rider.example.org/atom.xml',
      'hub https://hub.example.org/',
      'hub https://other.example.org/hub',
      'prev-archive https://rider.example.org/archive/3/rss.xml',
    ]);
    expect(linksOf(readXml(writeFeed(atom, feed)).feed.link)).toEqual([
      'self https://rider.example.org/atom.xml',
      'alternate https://rider.example.org/',
      'hub https://hub.example.org/',
      'hub https://other.example.org/hub',
      'prev-archive https://rider.example.org/archive/3/atom.xml',
    ]);
    const { hubs: jsonHubs, next_url } = JSON.parse(writeFeed(json, feed));
    expect(jsonHubs).toEqual(hubs.map((url) => ({ type: 'WebSub', url })));
    expect(next_url).toBe('https://rider.example.org/archive/3/feed.json');
  });

  it('is valid with no entries, and with entries that have next to nothing', () => {
    const bare = makeEntry({ title: '', summary: '', html: undefined, cover: undefined, authors: [], terms: [] });
    for (const entries of [[], [bare]]) {
      expect(readXml(writeFeed(rss, makeFeed(entries, { description: '' }))).rss.channel.description).toBe('社区博客');
      expect(readXml(writeFeed(atom, makeFeed(entries))).feed.id).toBe('https://rider.example.org/');
      expect(JSON.parse(writeFeed(json, makeFeed(entries))).items).toHaveLength(entries.length);
    }
  });

  it('draws every entry with its own texts, whether or not one of the same shape was drawn before', () => {
    const entries = Array.from({ length: 24 }, (_, index) =>
      makeEntry({
        id: `urn:${index}`,
        title: `第 ${index} 篇`,
        summary: index % 2 === 0 ? '' : `摘要 ${index}`,
        cover: index % 3 === 0 ? undefined : `https://pictures.example.org/${index}.png`,
        authors: Array.from({ length: index % 4 }, (_, at) => ({ name: `作者 ${index}-${at}` })),
        terms: [{ name: `标签 ${index}`, scheme: 'https://rider.example.org/tags/' }].slice(index % 2),
      }),
    );
    // biome-ignore lint/suspicious/noExplicitAny: what the parser made of the XML
    const list = (value: any): any[] => [value ?? []].flat();
    const { item: items } = readXml(writeFeed(rss, makeFeed(entries))).rss.channel;
    const { entry: atomEntries } = readXml(writeFeed(atom, makeFeed(entries))).feed;
    for (const [index, { title, summary, cover, authors, terms }] of entries.entries()) {
      const [item, entry] = [items[index], atomEntries[index]];
      expect([item.title, item.description ?? '', item['media:content']?.['@_url']]).toEqual([title, summary, cover]);
      expect([entry.title, entry.summary ?? '', entry['media:content']?.['@_url']]).toEqual([title, summary, cover]);
      const names = authors.map(({ name }) => name);
      expect([list(item['dc:creator']), list(entry.author).map(({ name }) => name)]).toEqual([names, names]);
      const tags = terms.map(({ name }) => name);
      expect(list(item.category).map((each) => each['#text'])).toEqual(tags);
      expect(list(entry.category).map((each) => each['@_term'])).toEqual(tags);
    }
  });

  it('gives the same bytes for the same input', () => {
    const feed = makeFeed([makeEntry()]);
    for (const format of Object.values(feedFormats)) expect(writeFeed(format, feed)).toBe(writeFeed(format, feed));
  });
});
