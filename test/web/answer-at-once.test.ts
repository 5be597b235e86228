import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { makeSiteInput, startWeb } from '../support/start-web.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const first = makePost({ slug: 'one', title: '第一篇', date: '2022-01-01T10:00:00+08:00' });
const second = makePost({ slug: 'two', title: '第二篇', date: '2022-02-01T10:00:00+08:00' });

let web: Awaited<ReturnType<typeof startWeb>>;
beforeAll(async () => {
  web = await startWeb(makeSiteInput({ library: makeLibrary([first]) }));
});
afterAll(() => web.close());

async function answer(path: string, headers: Record<string, string>, method = 'GET') {
  const response = await fetch(web.url + path, { headers, method });
  const { date: _, ...rest } = Object.fromEntries(response.headers);
  return { status: response.status, headers: rest, text: await response.text() };
}

/** With a query a request always goes the long way; the second one without it finds everything at hand. */
async function bothWays(path: string, headers: Record<string, string>, method?: string) {
  const long = await answer(`${path}?long`, headers, method);
  await answer(path, headers, method);
  return { long, short: await answer(path, headers, method) };
}

it.each([
  ['a plain reader', 200, {}],
  ['a reader that takes gzip', 200, { 'Accept-Encoding': 'gzip' }],
  ['a reader that prefers gzip to br', 200, { 'Accept-Encoding': 'br;q=0.1, gzip' }],
  ['a reader that has it already', 304, { 'If-None-Match': '*' }],
  ['a reader that asks by date', 304, { 'If-Modified-Since': 'Sat, 01 Jan 2022 02:00:00 GMT' }],
  ['a person in a browser', 200, { Accept: BROWSER }],
] as const)('gives %s the same answer at once as on the long way', async (_, status, headers) => {
  for (const method of ['GET', 'HEAD']) {
    const { long, short } = await bothWays('/rss.xml', headers, method);
    expect(short).toEqual(long);
    expect(short.status).toBe(status);
  }
});

it('answers 304 to each coding’s own ETag only', async () => {
  const { headers } = await answer('/rss.xml', { 'Accept-Encoding': 'gzip' });
  const etag = headers.etag as string;
  expect((await answer('/rss.xml', { 'Accept-Encoding': 'gzip', 'If-None-Match': `"other", W/${etag}` })).status).toBe(
    304,
  );
  expect((await answer('/rss.xml', { 'Accept-Encoding': 'br', 'If-None-Match': etag })).status).toBe(200);
});

it('shows what has changed at the next request', async () => {
  await bothWays('/rss.xml', {});
  await web.update(makeSiteInput({ library: makeLibrary([first, second]) }));
  for (let time = 0; time < 2; time++) expect((await answer('/rss.xml', {})).text).toContain('第二篇');
  await web.update(makeSiteInput({ library: makeLibrary([first]) }));
  for (let time = 0; time < 2; time++) expect((await answer('/rss.xml', {})).text).not.toContain('第二篇');
});
