import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteDocuments } from '../../src/web/site-documents.js';
import { writeSite } from '../../src/web/write-site.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { openBrowser, watchPage } from '../support/open-browser.js';
import { makeSiteInput } from '../support/start-web.js';
import { tempFolder } from '../support/temp-folder.js';

/** As static hosts send them: feeds are just XML there. */
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
};

let root = '';
const host = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  const file = join(root, path, path.endsWith('/') ? 'index.html' : '');
  const bytes = await readFile(file).catch(() => undefined);
  response.writeHead(bytes ? 200 : 404, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain' }).end(bytes);
});
let url = '';
let browser: Browser;
beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  host.close();
});

async function publish() {
  const library = makeLibrary([makePost({ slug: 'one', title: '第一篇', excerpt: '一段摘要。', tags: ['微服务'] })], {
    one: '<p>全文在此</p>',
  });
  const input = makeSiteInput({ library, target: 'files' });
  root = tempFolder().path;
  await writeSite(siteDocuments({ ...input, settings: { ...input.settings, baseUrl: url } }), root);
}

it('can be read and walked through on a host that only serves files', async () => {
  await publish();
  const { page, errors, foreign } = await watchPage(browser, url);
  await page.goto(`${url}/`);
  await page.click('article >> text=第一篇');
  expect(await page.textContent('.prose')).toBe('全文在此');
  await page.click('aside >> text=微服务');
  expect(new URL(page.url()).pathname).toBe('/tags/%E5%BE%AE%E6%9C%8D%E5%8A%A1/');
  await page.click('nav >> text=问机器人');
  expect(await page.textContent('main')).toContain('这是静态版页面');
  expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
  await page.close();
});

it.each([
  ['/rss.xml', 'content\\:encoded'],
  ['/atom.xml', 'content'],
])('shows %s as something to read, without the HTML source in it', async (path, body) => {
  await publish();
  const { page, errors, foreign } = await watchPage(browser, url);
  await page.goto(url + path);
  expect(await page.isVisible('text=第一篇')).toBe(true);
  expect(await page.isVisible('text=一段摘要。')).toBe(true);
  expect(await page.isVisible(body)).toBe(false);
  expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
  await page.close();
});
