import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { pictureDocuments } from '../../src/web/picture-documents.js';
import { writeSite } from '../../src/web/write-site.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { BASE_URL, makeSiteInput, startWeb } from '../support/start-web.js';
import { type TempFolder, tempFolder } from '../support/temp-folder.js';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** A site whose own pages are the articles, over files written by the test. */
async function startOwnPages(prepare: (folder: TempFolder) => void, baseUrl = BASE_URL) {
  const folder = tempFolder();
  prepare(folder);
  const article = (slug: string, path: string) => makePost({ slug, path, url: `${baseUrl}/posts/${slug}/` });
  const input = makeSiteInput({
    library: makeLibrary([article('tiger', 'blog/tiger.md'), article('mesh', 'blog/mesh/index.md')]),
  });
  const web = await startWeb(
    { ...input, settings: { ...input.settings, siteUrl: baseUrl, baseUrl } },
    { pictures: folder.path },
  );
  onTestFinished(() => web.close());
  return (path: string, init: RequestInit = {}) => fetch(web.url + path, init);
}

it('serves the pictures that articles mean: beside the file, beside its folder, at the top', async () => {
  const get = await startOwnPages((folder) => {
    for (const file of ['blog/a.png', 'blog/mesh/img/b.PNG', 'images/c.webp', '中 文.jpg']) folder.write(file, PNG);
  });
  for (const [path, type] of [
    ['/posts/tiger/a.png', 'image/png'], // ![](a.png) in blog/tiger.md
    ['/posts/mesh/img/b.PNG', 'image/png'], // ![](img/b.PNG) in blog/mesh/index.md
    ['/posts/images/c.webp', 'image/webp'], // ![](../images/c.webp) in blog/tiger.md
    ['/posts/a.png', 'image/png'], // ![](../a.png) in blog/mesh/index.md
    ['/images/c.webp', 'image/webp'], // ![](/images/c.webp)
    ['/%E4%B8%AD%20%E6%96%87.jpg', 'image/jpeg'],
  ] as const) {
    const response = await get(path);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 200, type]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  }
});

it('answers HEAD and 304, and lets no script of a drawing run', async () => {
  const get = await startOwnPages((folder) => folder.write('blog/a.svg', '<svg><script>alert(1)</script></svg>'));
  const head = await get('/posts/tiger/a.svg', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe('36');
  expect(head.headers.get('content-security-policy')).toContain("default-src 'none'");
  const etag = head.headers.get('etag') ?? '';
  expect((await get('/posts/tiger/a.svg', { headers: { 'If-None-Match': etag } })).status).toBe(304);
});

it('works behind a path of its own', async () => {
  const get = await startOwnPages((folder) => folder.write('blog/a.png', PNG), 'https://rider.example.org/feeds');
  expect((await get('/feeds/posts/tiger/a.png')).status).toBe(200);
  expect((await get('/posts/tiger/a.png')).status).toBe(200);
});

it('serves nothing else of the folder, and nothing outside it', async () => {
  const outside = tempFolder();
  outside.write('secret.png', PNG);
  const get = await startOwnPages((folder) => {
    folder.write('blog/tiger.md', 'draft');
    folder.write('blog/.hidden.png', PNG);
    folder.write('.git/a.png', PNG);
    folder.write('blog/dir.png/x', 'a folder');
    symlinkSync(join(outside.path, 'secret.png'), join(folder.path, 'blog/linked.png'));
  });
  const up = encodeURIComponent(`../../${outside.path.split('/').at(-1)}/secret.png`);
  for (const path of [
    '/posts/tiger/tiger.md',
    '/blog/tiger.md',
    '/posts/tiger/.hidden.png',
    '/.git/a.png',
    '/posts/tiger/dir.png',
    '/posts/tiger/linked.png',
    `/posts/tiger/${up}`,
    '/posts/tiger/%00.png',
    '/posts/tiger/%ff.png',
    '/posts/tiger/missing.png',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

it('builds the pictures that articles show, and leaves them alone the next time', async () => {
  const content = tempFolder();
  content.write('blog/a & b.png', PNG);
  content.write('blog/unused.png', PNG);
  const out = tempFolder();
  const post = makePost({ slug: 'tiger', path: 'blog/tiger.md', url: `${BASE_URL}/feeds/posts/tiger/` });
  const html = `<p><img alt="" src="${BASE_URL}/feeds/posts/tiger/a%20&amp;%20b.png"><img src="https://cdn.example.org/c.png"></p>`;
  const documents = () => pictureDocuments(makeLibrary([post], { tiger: html }), content.path, `${BASE_URL}/feeds`);
  expect(await writeSite(await documents(), out.path)).toEqual({ files: 1, written: 1, removed: 0 });
  expect(readFileSync(`${out.path}/posts/tiger/a & b.png`)).toEqual(PNG);
  expect(await writeSite(await documents(), out.path)).toEqual({ files: 1, written: 0, removed: 0 });
});
