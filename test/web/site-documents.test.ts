import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openDocumentStore } from '../../src/web/document-store.js';
import { bytesOf } from '../../src/web/site-document.js';
import { siteDocuments } from '../../src/web/site-documents.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { makeSiteInput } from '../support/start-web.js';

const BASE = 'https://rider.example.org';
const day = (number: number) => `2022-01-${String(number).padStart(2, '0')}T10:00:00+08:00`;
const makePosts = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    makePost({ slug: `p${index + 1}`, title: `Post ${index + 1}`, date: day(index + 1), tags: [`t${index % 3}`] }),
  );

function render(input: Parameters<typeof siteDocuments>[0]): Map<string, string> {
  return new Map(siteDocuments(input).map((document) => [document.path, bytesOf(document.render()).toString()]));
}

describe('the list of documents', () => {
  const library = makeLibrary([
    makePost({ slug: 'one', tags: ['MOSN', 'CI/CD', '..', '微服务'], categories: ['源码'], lang: 'en' }),
    makePost({ slug: '两 词' }),
  ]);
  const paths = siteDocuments(makeSiteInput({ library })).map((document) => document.path);

  it('has three feeds for the site and for every tag, category, author and language', () => {
    for (const base of [
      '/',
      '/tags/mosn/',
      '/categories/%E6%BA%90%E7%A0%81/',
      '/authors/%E9%BD%90%E5%A4%A9/',
      '/languages/en/',
    ]) {
      for (const file of ['rss.xml', 'atom.xml', 'feed.json']) expect(paths).toContain(base + file);
    }
  });

  it('gives terms and posts addresses that survive browsers and file systems', () => {
    expect(paths).toContain('/tags/ci-cd/');
    expect(paths).toContain('/tags/dotdot/');
    expect(paths).toContain('/tags/%E5%BE%AE%E6%9C%8D%E5%8A%A1/');
    expect(paths).toContain('/posts/%E4%B8%A4%20%E8%AF%8D/');
  });

  it('has each path once', () => expect(new Set(paths).size).toBe(paths.length));
});

describe('pages of posts', () => {
  it('keeps the address of the older post when a newer one has the same slug', () => {
    const older = makePost({ slug: 'same', url: `https://blog.example.org/zh/same/`, date: day(1), title: 'older' });
    const newer = makePost({ slug: 'same', url: `https://blog.example.org/en/same/`, date: day(2), title: 'newer' });
    const pages = render(makeSiteInput({ library: makeLibrary([newer, older]) }));
    expect(pages.get('/posts/same/')).toContain('<h1 lang="zh-CN">older</h1>');
    expect(pages.get(`/posts/same-${newer.id.slice(0, 8)}/`)).toContain('<h1 lang="zh-CN">newer</h1>');
  });

  it('are the articles themselves, at their own addresses, when the community has no other site', () => {
    const post = makePost({ slug: 'hello', url: `${BASE}/blog/hello/` });
    const input = makeSiteInput({ library: makeLibrary([post]) });
    const pages = render({ ...input, settings: { ...input.settings, siteUrl: BASE } });
    expect(pages.get('/blog/hello/')).toContain('标题 hello 的正文。');
    expect(pages.get('/blog/hello/')).not.toContain('阅读原文');
    expect(pages.get('/')).toContain('href="/blog/hello/"');
  });

  it('hold the summary and the link where feeds hold summaries only', () => {
    const input = makeSiteInput({
      library: makeLibrary([makePost({ slug: 'a', excerpt: '一段摘要。' })], { a: '<p>全文</p>' }),
    });
    const pages = render({ ...input, settings: { ...input.settings, feedContent: 'summary' } });
    expect(pages.get('/posts/a/')).toContain('一段摘要。');
    expect(pages.get('/posts/a/')).not.toContain('全文');
    expect(pages.get('/rss.xml')).not.toContain('全文');
  });

  it('have links with the path of feeds.url in them when it has one', () => {
    const input = makeSiteInput({ library: makeLibrary([makePost({ slug: 'a' })]) });
    const pages = render({ ...input, settings: { ...input.settings, baseUrl: 'https://example.org/rider/' } });
    expect(pages.get('/')).toContain('href="/rider/posts/a/"');
    expect(pages.get('/rss.xml')).toContain('href="https://example.org/rider/rss.xml" type="application/rss+xml"');
  });
});

describe('archives', () => {
  const input = makeSiteInput({ library: makeLibrary(makePosts(11)) });
  const limited = { ...input, settings: { ...input.settings, feedLimit: 4 } };
  const pages = render(limited);
  const titles = (path: string) =>
    [...(pages.get(path) ?? '').matchAll(/<title>(Post \d+)<\/title>/g)].map(([, title]) => title);
  const link = (path: string, rel: string) =>
    pages
      .get(path)
      ?.match(new RegExp(`<link rel="${rel}" href="([^"]*)"`))?.[1]
      ?.replace(BASE, '');

  it('lead a reader from the newest post to the very first', () => {
    const seen: (string | undefined)[] = [];
    for (let path: string | undefined = '/atom.xml'; path; path = link(path, 'prev-archive'))
      seen.push(...titles(path));
    expect(seen.slice(0, 4)).toEqual(['Post 11', 'Post 10', 'Post 9', 'Post 8']);
    expect(new Set(seen).size).toBe(11);
  });

  it('are marked as such and know their neighbours and the feed they belong to', () => {
    expect(titles('/archive/1/atom.xml')).toEqual(['Post 4', 'Post 3', 'Post 2', 'Post 1']);
    expect(pages.get('/archive/1/atom.xml')).toContain('<fh:archive/>');
    expect(link('/archive/1/atom.xml', 'current')).toBe('/atom.xml');
    expect(link('/archive/1/atom.xml', 'next-archive')).toBe('/archive/2/atom.xml');
    expect(link('/archive/1/atom.xml', 'prev-archive')).toBeUndefined();
    expect(pages.get('/archive/2/rss.xml')).toMatch(/<fh:archive\/>\s*<atom:link rel="self"/);
    expect(JSON.parse(pages.get('/feed.json') ?? '').next_url).toBe(`${BASE}/archive/2/feed.json`);
    expect(JSON.parse(pages.get('/archive/1/feed.json') ?? '').next_url).toBeUndefined();
  });

  it('stay as they are when a post is added', () => {
    const more = render({ ...limited, library: makeLibrary(makePosts(12)) });
    for (const path of ['/archive/1/atom.xml', '/archive/2/atom.xml']) {
      expect(more.get(path)?.replace(/<link rel="next-archive"[^>]*>/, '')).toBe(
        pages.get(path)?.replace(/<link rel="next-archive"[^>]*>/, ''),
      );
    }
  });
});

describe('a change', () => {
  const stores: { close(): void }[] = [];
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
  });
  const open = () => {
    const store = openDocumentStore({
      version: '1',
      now: () => Date.parse('2022-06-01T00:00:00Z'),
      log: pino({ level: 'silent' }),
    });
    stores.push(store);
    return store;
  };
  // None of them is related to the others, so that only what lists a post shows it.
  const libraryOf = (posts: ReturnType<typeof makePosts>) => ({ ...makeLibrary(posts), related: () => [] });

  it('of one post touches only the feeds and pages that show it', async () => {
    const posts = makePosts(6).map((post, index) => ({
      ...post,
      categories: [`c${index}`],
      authors: [{ name: `a${index}` }],
    }));
    const store = open();
    await store.update(siteDocuments(makeSiteInput({ library: libraryOf(posts) })));
    const edited = posts.map((post) =>
      post.slug === 'p2' ? { ...post, title: 'Post 2, better', contentHash: 'edited' } : post,
    );
    const { changed, removed } = await store.update(siteDocuments(makeSiteInput({ library: libraryOf(edited) })));
    const feeds = (base: string) => ['rss.xml', 'atom.xml', 'feed.json'].map((file) => base + file);
    const places = ['/', '/tags/t1/', '/categories/c1/', '/authors/a1/', '/languages/zh-cn/'];
    expect(removed).toEqual([]);
    expect(changed.sort()).toEqual(
      [
        '/',
        '/posts/',
        '/posts/p2/',
        ...places.slice(1),
        ...places.map((base) => `${base}subscribe/`),
        ...places.flatMap(feeds),
      ].sort(),
    );
  });

  it('of nothing touches nothing', async () => {
    const store = open();
    const documents = () => siteDocuments(makeSiteInput({ library: libraryOf(makePosts(3)) }));
    await store.update(documents());
    expect(await store.update(documents())).toEqual({ changed: [], added: [], removed: [] });
  });

  it('takes away what a deleted post leaves empty', async () => {
    const store = open();
    await store.update(siteDocuments(makeSiteInput({ library: libraryOf(makePosts(3)) })));
    const { removed } = await store.update(siteDocuments(makeSiteInput({ library: libraryOf(makePosts(2)) })));
    expect(removed).toContain('/posts/p3/');
    expect(removed).toContain('/tags/t2/rss.xml');
    expect(await store.get('/tags/t2/')).toBeUndefined();
  });
});
