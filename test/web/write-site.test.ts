import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { siteDocuments } from '../../src/web/site-documents.js';
import { type WriteProgress, writeSite } from '../../src/web/write-site.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { makeSiteInput } from '../support/start-web.js';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'postrider-out-'));
});
afterEach(() => rm(out, { recursive: true }));

const documents = (title = '第一篇') =>
  siteDocuments(
    makeSiteInput({
      library: makeLibrary([makePost({ slug: 'one', title, tags: ['微服务'], contentHash: title })]),
      target: 'files',
    }),
  );
const read = (path: string) => readFile(join(out, path), 'utf8');

it('writes feeds and pages at their addresses, as a static server looks for them', async () => {
  const steps: WriteProgress[] = [];
  const result = await writeSite(documents(), out, { onProgress: (progress) => steps.push(progress) });
  expect(await read('rss.xml')).toContain('<title>第一篇</title>');
  expect(await read('tags/微服务/rss.xml')).toContain(
    'https://rider.example.org/tags/%E5%BE%AE%E6%9C%8D%E5%8A%A1/rss.xml',
  );
  expect(await read('tags/微服务/index.html')).toContain('第一篇');
  expect(await read('posts/one/index.html')).toContain('第一篇');
  expect(await read('opml.xml')).toContain('tags/%E5%BE%AE%E6%9C%8D%E5%8A%A1/rss.xml');
  expect(await read('404.html')).toContain('这里没有页面');
  expect(result.files).toBe(documents().length);
  expect(steps.at(-1)).toMatchObject({ done: result.files, total: result.files });
});

it('says on the pages that need the server that they do', async () => {
  await writeSite(documents(), out);
  expect(await read('search/index.html')).toContain('postrider start');
  expect(await read('chat/index.html')).toContain('postrider start');
});

it('writes only what changed, and leaves nothing half-written behind', async () => {
  await writeSite(documents(), out);
  const untouched = await stat(join(out, 'opml.xml'));
  expect((await writeSite(documents(), out)).written).toBe(0);
  const { written } = await writeSite(documents('第一篇，改过'), out);
  expect(written).toBeGreaterThan(5);
  expect(written).toBeLessThan(documents().length);
  expect(await read('posts/one/index.html')).toContain('第一篇，改过');
  expect((await stat(join(out, 'opml.xml'))).mtimeMs).toBe(untouched.mtimeMs);
  const names = await readdir(out, { recursive: true });
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('renders nothing that an earlier build wrote already, unless somebody changed the file', async () => {
  await writeSite(documents(), out, { version: '1' });
  const rendered: string[] = [];
  const watched = documents().map((document) => ({
    ...document,
    render() {
      rendered.push(document.path);
      return document.render();
    },
  }));
  expect((await writeSite(watched, out, { version: '1' })).written).toBe(0);
  expect(rendered).toEqual([]);
  await writeFile(join(out, 'rss.xml'), 'by hand');
  expect((await writeSite(watched, out, { version: '1' })).written).toBe(1);
  expect(rendered).toEqual(['/rss.xml']);
  expect(await read('rss.xml')).toContain('<title>第一篇</title>');
});

it('compares every file when the code that draws them changed, or the list of files cannot be read', async () => {
  await writeSite(documents(), out, { version: '1' });
  await writeFile(join(out, 'rss.xml'), 'older');
  expect((await writeSite(documents(), out, { version: '2' })).written).toBe(1);
  await writeFile(join(out, '.postrider-files.json'), '["half');
  expect((await writeSite(documents(), out, { version: '2' })).written).toBe(0);
});

it('removes what an earlier build wrote and this one has no more, and leaves other files alone', async () => {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'CNAME'), 'rider.example.org');
  await writeSite(documents(), out);
  const fewer = documents().filter(({ path }) => path !== '/posts/one/');
  expect(await writeSite(fewer, out)).toMatchObject({ files: fewer.length, written: 0, removed: 1 });
  await expect(read('posts/one/index.html')).rejects.toThrow('ENOENT');
  expect(await read('CNAME')).toBe('rider.example.org');
});

it('says which file could not be written', async () => {
  await writeFile(join(out, 'tags'), 'a file where a folder must be');
  await expect(writeSite(documents(), out)).rejects.toThrow(join(out, 'tags'));
});
