import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostsPage } from '../../src/web/posts-api.js';
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

describe('a feed’s address', () => {
  const page = 'text/html; charset=utf-8';
  const feed = 'application/rss+xml; charset=utf-8';
  it.each([
    ['Chromium', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'document', page],
    ['an old browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', undefined, page],
    ['a reader inside a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'empty', feed],
    ['curl', '*/*', undefined, feed],
    [
      'a reader that prefers feeds',
      'application/atom+xml, application/rss+xml, text/html;q=0.5, */*;q=0.1',
      undefined,
      feed,
    ],
    ['a reader that takes all alike', 'application/xml, application/rss+xml, text/html, */*;q=0.9', undefined, feed],
    ['Java', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', undefined, feed],
    ['nobody in particular', undefined, undefined, feed],
  ])('gives %s what it can read', async (_, accept, destination, type) => {
    const headers = { ...(accept && { Accept: accept }), ...(destination && { 'Sec-Fetch-Dest': destination }) };
    const response = await get('/rss.xml', headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('vary')).toBe('Accept, Accept-Encoding, Sec-Fetch-Dest');
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
    ['/blog/one/', '/posts/one/'],
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

describe('the API', () => {
  const json = async (path: string): Promise<unknown> => (await get(path)).json();
  const postsAt = async (path: string) => (await json(path)) as PostsPage;

  it('gives posts newest first, with all that scripts may want', async () => {
    expect(await json('/api/posts?limit=1')).toEqual({
      posts: [
        {
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          title: '第二篇',
          url: 'https://blog.example.org/blog/two/',
          date: '2022-02-01T10:00:00+08:00',
          updated: '2022-02-01T10:00:00+08:00',
          language: 'zh-CN',
          authors: [{ name: '齐天', url: 'https://github.com/sofastack' }],
          categories: ['SOFAStack'],
          tags: ['SOFAStack'],
          summary: 'two 的第一段。',
          cover: null,
          readingMinutes: 4,
        },
      ],
      total: 2,
      next: expect.any(String),
    });
  });

  it('pages with a cursor that new posts do not shift', async () => {
    const first = await postsAt('/api/posts?limit=1');
    const second = await postsAt(`/api/posts?limit=1&cursor=${first.next}`);
    expect([second.posts[0]?.title, second.next]).toEqual(['第一篇', null]);
  });

  it('filters by any spelling of a term, and searches', async () => {
    const titles = async (query: string) => (await postsAt(`/api/posts?${query}`)).posts.map((post) => post.title);
    expect(await titles('tag=ci/cd')).toEqual(['第一篇']);
    expect(await titles('tag=sofastack&author=齐天&category=SOFASTACK')).toEqual(['第二篇', '第一篇']);
    expect(await titles('tag=nothing')).toEqual([]);
    expect(await titles('q=第二篇')).toEqual(['第二篇']);
  });

  it.each([
    ['/api/posts?limit=0', 400, 'limit "0" is not a number from 1'],
    ['/api/posts?limit=x', 400, 'limit "x" is not a number from 1'],
    ['/api/posts?cursor=nonsense', 400, 'cursor "nonsense" is not one of ours'],
    ['/api/ask', 400, 'q is missing'],
    ['/api/elsewhere', 404, 'no such address: /api/elsewhere'],
  ])('says of %s what is wrong', async (path, status, message) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string; hint: string } };
    expect(error.message).toBe(message);
    expect(error.hint).not.toBe('');
  });

  it('answers what the bot answers', async () => {
    expect(await json('/api/ask?q=hello')).toEqual({ title: 'hello', items: [], total: 0, text: 'hello' });
  });
});

describe('pages', () => {
  it('may run nothing but our own script', async () => {
    for (const path of ['/', '/search/?q=a', '/chat/?q=a', '/nowhere/']) {
      const policy = (await get(path)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
    }
  });

  it('only answer GET and HEAD', async () => {
    const response = await get('/rss.xml', {}, 'DELETE');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('a site in English', () => {
  it('speaks English', async () => {
    const input = makeSiteInput({ library });
    const other = await startWeb({ ...input, settings: { ...input.settings, language: 'en' } });
    expect(await (await fetch(`${other.url}/subscribe/`)).text()).toContain('<h1>Subscribe</h1>');
    expect(await (await fetch(`${other.url}/nowhere/`)).text()).toContain('There is no page here');
    expect(await (await fetch(`${other.url}/search/?q=nothing`)).text()).toContain('Nothing found for “nothing”');
    await other.close();
  });
});

describe('WebSub', () => {
  it('is announced in the headers of a feed, with its own address', async () => {
    const input = makeSiteInput({ library });
    const hubs = ['https://hub.example.org/'];
    const other = await startWeb({ ...input, settings: { ...input.settings, hubs } });
    const response = await fetch(`${other.url}/tags/sofastack/atom.xml`);
    expect(response.headers.get('link')).toBe(
      '<https://rider.example.org/tags/sofastack/atom.xml>; rel="self", <https://hub.example.org/>; rel="hub"',
    );
    await other.close();
  });
});

describe('readiness', () => {
  it('says what it waits for', async () => {
    const waiting = await startWeb(makeSiteInput({ library }), { waitingFor: () => 'the first scan' });
    const response = await fetch(`${waiting.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([503, { ready: false, waitingFor: 'the first scan' }]);
    await waiting.close();
  });

  it('says what the engine says when it does not answer', async () => {
    const broken = await startWeb(makeSiteInput({ library }), {
      ping: async () => Promise.reject(new Error('disk full')),
    });
    const response = await fetch(`${broken.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([503, { ready: false, engine: 'disk full' }]);
    await broken.close();
  });
});
