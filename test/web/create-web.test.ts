import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { makeSiteInput, startWeb } from '../support/start-web.js';

const library = makeLibrary([
  makePost({ slug: 'one', title: '第一篇', tags: ['SOFAStack', 'CI/CD'], date: '2022-01-01T10:00:00+08:00' }),
  makePost({ slug: 'two', title: '第二篇', tags: ['SOFAStack'], date: '2022-02-01T10:00:00+08:00' }),
]);

let web: Awaited<ReturnType<typeof startWeb>>;
beforeAll(async () => {
  web = await startWeb(makeSiteInput({ library }));
});
afterAll(() => web.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(web.url + path, { headers, method, redirect: 'manual' });

describe('feeds over HTTP', () => {
  it.each([
    ['/rss.xml', 'application/rss+xml'],
    ['/atom.xml', 'application/atom+xml'],
    ['/feed.json', 'application/feed+json'],
    ['/tags/sofastack/rss.xml', 'application/rss+xml'],
    ['/categories/sofastack/atom.xml', 'application/atom+xml'],
    ['/authors/%E9%BD%90%E5%A4%A9/feed.json', 'application/feed+json'],
    ['/languages/zh-cn/rss.xml', 'application/rss+xml'],
    ['/opml.xml', 'text/x-opml'],
  ])('answers %s as %s', async (path, type) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(await response.text()).toContain('社区博客');
  });

  it('answers 304 to the ETag it gave, for each content coding its own', async () => {
    for (const coding of ['identity', 'gzip', 'br']) {
      const first = await get('/rss.xml', { 'Accept-Encoding': coding });
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(coding === 'identity' ? /^"[\w-]{22}"$/ : new RegExp(`^"[\\w-]{22}-${coding}"$`));
      const again = await get('/rss.xml', { 'Accept-Encoding': coding, 'If-None-Match': etag });
      expect(again.status).toBe(304);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('vary')).toContain('Accept-Encoding');
    }
  });

  it('says when the newest post changed, and answers 304 since then', async () => {
    const first = await get('/rss.xml');
    expect(first.headers.get('last-modified')).toBe('Tue, 01 Feb 2022 02:00:00 GMT');
    expect((await get('/rss.xml', { 'If-Modified-Since': 'Tue, 01 Feb 2022 02:00:00 GMT' })).status).toBe(304);
    expect((await get('/rss.xml', { 'If-Modified-Since': 'Tue, 01 Feb 2022 01:59:59 GMT' })).status).toBe(200);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const head = await get('/atom.xml', { 'Accept-Encoding': 'br' }, 'HEAD');
    const full = await get('/atom.xml', { 'Accept-Encoding': 'br' });
    for (const name of ['etag', 'last-modified', 'content-type', 'content-length', 'content-encoding']) {
      expect(head.headers.get(name)).toBe(full.headers.get(name));
    }
    expect(await head.text()).toBe('');
  });
});

describe('addresses', () => {
  it.each([
    [
      '/tags/%EF%BC%B3%EF%BC%AF%EF%BC%A6%EF%BC%A1%EF%BC%B3%EF%BD%94%EF%BD%81%EF%BD%83%EF%BD%8B/rss.xml',
      '/tags/sofastack/rss.xml',
    ],
    ['/tags/SOFAStack/', '/tags/sofastack/'],
    ['/tags/SOFAStack', '/tags/sofastack/'],
    ['/tags/sofastack', '/tags/sofastack/'],
    ['/tags/CI%2FCD/rss.xml', '/tags/ci-cd/rss.xml'],
    ['/tags/CI/CD/rss.xml', '/tags/ci-cd/rss.xml'],
    ['/posts/one', '/posts/one/'],
  ])('sends %s to %s', async (path, location) => {
    const response = await get(path);
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe(location);
  });

  it.each(['/nowhere/', '/tags/unknown/rss.xml', '/tags/%E5%/', '/posts/..%2F..%2Fetc%2Fpasswd'])(
    'answers %s with a friendly 404',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('这里没有页面');
    },
  );
});

describe('health', () => {
  it('is alive, ready and measured', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ ready: true });
    expect(await (await get('/metrics')).text()).toContain('postrider_http_request_duration_seconds_count');
  });
});
