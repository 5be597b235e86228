import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentStore, openDocumentStore } from '../../src/web/document-store.js';
import type { SiteDocument } from '../../src/web/site-document.js';

const BIG = 'Postrider delivers. '.repeat(100);

/** A document that counts how often it is rendered. */
function makeDocument(change: Partial<SiteDocument> & { text?: string } = {}) {
  const { text = BIG, ...rest } = change;
  const document = {
    path: '/a/',
    contentType: 'text/html; charset=utf-8',
    lastModified: Date.parse('2022-02-01T00:00:00.500Z'),
    key: text,
    renders: 0,
    render: () => {
      document.renders++;
      return text;
    },
    ...rest,
  };
  return document;
}

let folder: string;
let now = Date.parse('2022-06-01T00:00:00Z');
const open: DocumentStore[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postrider-store-'));
  now = Date.parse('2022-06-01T00:00:00Z');
});
afterEach(async () => {
  for (const store of open.splice(0)) store.close();
  await rm(folder, { recursive: true });
});

function openStore(options: { file?: string; version?: string } = {}): DocumentStore {
  const store = openDocumentStore({ version: '1', now: () => now, log: pino({ level: 'silent' }), ...options });
  open.push(store);
  return store;
}

describe('a document', () => {
  it('is kept in every coding, and comes out of each as it went in', async () => {
    const store = openStore();
    await store.update([makeDocument()]);
    const ready = await store.get('/a/');
    expect((await ready?.body('identity'))?.toString()).toBe(BIG);
    expect(gunzipSync((await ready?.body('gzip')) ?? '').toString()).toBe(BIG);
    expect(brotliDecompressSync((await ready?.body('br')) ?? '').toString()).toBe(BIG);
    expect(ready?.sizes.identity).toBe(BIG.length);
    expect((await ready?.body('br'))?.length).toBe(ready?.sizes.br);
  });

  it('is left uncompressed when it is tiny', async () => {
    const store = openStore();
    await store.update([makeDocument({ text: 'hi' })]);
    expect((await store.get('/a/'))?.sizes).toEqual({ identity: 2 });
  });

  it('is rendered once, however often it is asked for', async () => {
    const store = openStore();
    const document = makeDocument();
    await store.update([document]);
    await store.update([document]);
    await Promise.all([store.get('/a/'), store.get('/a/')]);
    expect(document.renders).toBe(1);
  });

  it('jumps the queue when somebody asks before its turn', async () => {
    const store = openStore();
    const others = Array.from({ length: 50 }, (_, index) => makeDocument({ path: `/${index}/`, key: `${index}` }));
    const last = makeDocument({ path: '/last/' });
    const update = store.update([...others, last]);
    expect((await store.get('/last/'))?.sizes.identity).toBe(BIG.length);
    expect(others.at(-1)?.renders).toBe(0);
    const { added } = await update;
    expect(added.length).toBe(51);
    expect(last.renders).toBe(1);
  });

  it('that cannot be rendered leaves the others alone', async () => {
    const store = openStore();
    const broken = makeDocument({
      path: '/broken/',
      render: () => {
        throw new Error('no such article');
      },
    });
    const { added } = await store.update([broken, makeDocument()]);
    expect(added).toEqual(['/a/']);
    await expect(store.get('/broken/')).rejects.toThrow('no such article');
  });
});

describe('an update', () => {
  it('brings what is urgent first, with gzip before Brotli, and takes over the rest then', async () => {
    const store = openStore();
    const feed = makeDocument({ path: '/rss.xml', urgent: true });
    const page = makeDocument({ path: '/page/' });
    const update = store.update([feed, page]);
    const early = await store.get('/rss.xml');
    expect(page.renders).toBe(0);
    expect(Object.keys(early?.sizes ?? {})).toEqual(['identity', 'gzip']);
    expect(gunzipSync((await early?.body('gzip')) ?? '').toString()).toBe(BIG);
    // It is not taken over yet, and is there all the same.
    expect(await store.get('/page/')).toBeDefined();
    await update;
    await expect.poll(async () => (await store.get('/rss.xml'))?.sizes.br).toBeGreaterThan(0);
    const whole = await store.get('/rss.xml');
    expect(brotliDecompressSync((await whole?.body('br')) ?? '').toString()).toBe(BIG);
    expect(whole?.etag).toBe(early?.etag);
  });

  it('serves what is not taken over yet as it was, and removes what is gone at the end', async () => {
    const store = openStore();
    await store.update([makeDocument({ path: '/old/' }), makeDocument({ path: '/kept/', text: `one ${BIG}` })]);
    const urgent = makeDocument({ path: '/rss.xml', urgent: true });
    const update = store.update([urgent, makeDocument({ path: '/kept/', text: `two ${BIG}` })]);
    expect((await (await store.get('/kept/'))?.body('identity'))?.toString()).toBe(`one ${BIG}`);
    expect(await update).toEqual({ added: ['/rss.xml'], changed: ['/kept/'], removed: ['/old/'] });
    expect((await (await store.get('/kept/'))?.body('identity'))?.toString()).toBe(`two ${BIG}`);
    expect(await store.get('/old/')).toBeUndefined();
  });

  it('leaves what nobody waits for until other work is done', async () => {
    const store = openStore();
    const slow = Array.from({ length: 20 }, (_, index) =>
      makeDocument({
        path: `/${index}/`,
        render: () => {
          const until = performance.now() + 3;
          while (performance.now() < until);
          return BIG;
        },
      }),
    );
    let endWork = () => {};
    store.standBackFor(
      new Promise<void>((resolve) => {
        endWork = resolve;
      }),
    );
    let done = false;
    const update = store.update(slow).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(done).toBe(false);
    expect((await store.get('/19/'))?.sizes.identity).toBe(BIG.length);
    endWork();
    await update;
  });

  it('that comes while another runs takes over, and nothing is reported twice or lost', async () => {
    const store = openStore();
    const old = Array.from({ length: 30 }, (_, index) =>
      makeDocument({ path: `/${index}/`, text: `old ${index} ${BIG}` }),
    );
    const fresh = old.map(({ path }, index) => makeDocument({ path, text: `new ${index} ${BIG}` }));
    const [first, second] = await Promise.all([store.update(old), store.update(fresh)]);
    expect(new Set([first, second].flatMap(({ added, changed }) => [...added, ...changed])).size).toBe(30);
    for (const [index, { path }] of fresh.entries()) {
      expect((await (await store.get(path))?.body('identity'))?.toString()).toBe(`new ${index} ${BIG}`);
    }
    expect(await store.update(fresh)).toEqual({ added: [], changed: [], removed: [] });
  });
});

describe('the date of the last change', () => {
  const lastModified = async (store: DocumentStore) =>
    new Date((await store.get('/a/'))?.lastModified ?? 0).toISOString();

  it('is that of what the document shows, in whole seconds', async () => {
    const store = openStore();
    await store.update([makeDocument()]);
    expect(await lastModified(store)).toBe('2022-02-01T00:00:00.000Z');
  });

  it('is now when the bytes changed and nothing in the document says so', async () => {
    const store = openStore();
    await store.update([makeDocument()]);
    now = Date.parse('2022-06-02T08:00:00Z');
    await store.update([makeDocument({ text: `${BIG}!` })]);
    expect(await lastModified(store)).toBe('2022-06-02T08:00:00.000Z');
  });

  it('stays when another key gives the same bytes', async () => {
    const store = openStore();
    await store.update([makeDocument()]);
    const { changed } = await store.update([makeDocument({ key: 'other', lastModified: now })]);
    expect(changed).toEqual([]);
    expect(await lastModified(store)).toBe('2022-02-01T00:00:00.000Z');
  });

  it('is never in the future', async () => {
    const store = openStore();
    await store.update([makeDocument({ lastModified: now + 86_400_000 })]);
    expect(await lastModified(store)).toBe('2022-06-01T00:00:00.000Z');
  });
});

describe('after a restart', () => {
  it('nothing is rendered that was rendered before', async () => {
    const file = join(folder, 'documents.db');
    const first = openStore({ file });
    await first.update([makeDocument()]);
    first.close();
    const document = makeDocument();
    const store = openStore({ file });
    expect(await store.update([document])).toEqual({ added: [], changed: [], removed: [] });
    expect((await (await store.get('/a/'))?.body('identity'))?.toString()).toBe(BIG);
    expect(document.renders).toBe(0);
  });

  it('everything is, when the program draws differently now', async () => {
    const file = join(folder, 'documents.db');
    const first = openStore({ file, version: '1' });
    await first.update([makeDocument({ key: 'k' })]);
    first.close();
    const store = openStore({ file, version: '2' });
    expect((await store.update([makeDocument({ key: 'k', text: `${BIG}?` })])).changed).toEqual(['/a/']);
  });

  it('a broken cache is made anew', async () => {
    const file = join(folder, 'documents.db');
    await writeFile(file, 'this is no database'.repeat(1000));
    const store = openStore({ file });
    await store.update([makeDocument()]);
    expect((await (await store.get('/a/'))?.body('identity'))?.toString()).toBe(BIG);
  });

  it('two processes may share the cache', async () => {
    const file = join(folder, 'documents.db');
    const one = openStore({ file });
    const two = openStore({ file });
    await one.update([makeDocument()]);
    await two.update([makeDocument({ text: `other ${BIG}` })]);
    expect((await (await one.get('/a/'))?.body('identity'))?.toString()).toBe(BIG);
    expect((await (await two.get('/a/'))?.body('identity'))?.toString()).toBe(`other ${BIG}`);
  });
});
