import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchContent } from '../../src/content/watch-content.js';
import { openReader } from '../support/content-reader.js';
import { type TempFolder, tempFolder } from '../support/temp-folder.js';

const post = (title: string) => `---\ntitle: ${title}\ndate: 2022-01-01\n---\ntext`;

/** Watches a folder that has one post; `calls` counts the changes reported after the first word, which is about its start. */
async function watched(): Promise<{
  folder: TempFolder;
  calls: () => number;
  places: () => unknown;
  next(): Promise<number>;
}> {
  const folder = tempFolder();
  folder.write('blog/old.md', post('Old'));
  let calls = 0;
  let wake = () => {};
  let places: unknown;
  const watch = await watchContent({ path: folder.path }, (changed) => {
    places = changed;
    calls++;
    wake();
  });
  onTestFinished(() => watch.close());
  while (calls === 0) await sleep(10);
  calls = 0;
  return {
    folder,
    calls: () => calls,
    places: () => places,
    async next() {
      const started = performance.now();
      const before = calls;
      while (calls === before && performance.now() - started < 20_000) {
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), sleep(100)]);
      }
      expect(calls).toBeGreaterThan(before);
      return performance.now() - started;
    },
  };
}

describe('watching a content folder', () => {
  it('says once that anything may have changed before all of it was watched', async () => {
    const { calls, places } = await watched();
    expect(places()).toBeUndefined();
    await sleep(700);
    expect(calls()).toBe(0);
  });

  it('reports a new file well within two seconds', async () => {
    const { folder, next } = await watched();
    folder.write('blog/new.md', post('New'));
    expect(await next()).toBeLessThan(1_500);
  });

  it('reports a new folder with its post, and what is written into it later', async () => {
    const { folder, next } = await watched();
    folder.write('blog/2022/bundle/index.md', post('Bundle'));
    await next();
    await sleep(400);
    folder.write('blog/2022/bundle/index.md', post('Bundle, edited'));
    expect(await next()).toBeLessThan(1_500);
  });

  it("reports an editor's atomic save", async () => {
    const { folder, next } = await watched();
    const temporary = folder.write('blog/.old.md.swp', post('Saved'));
    renameSync(temporary, join(folder.path, 'blog/old.md'));
    await next();
    expect((await openReader(folder.path).scan()).posts.map(({ title }) => title)).toEqual(['Saved']);
  });

  it('says where, so that a scan need not look everywhere', async () => {
    const { folder, next, places } = await watched();
    folder.write('blog/old.md', post('Edited'));
    await next();
    expect(places()).toContain('blog/old.md');
    const reader = openReader(folder.path);
    await reader.scan();
    folder.write('blog/deep/er/new.md', post('New'));
    await next();
    const { posts } = await reader.scan(places() as string[]);
    expect(posts.map(({ title }) => title).sort()).toEqual(['Edited', 'New']);
  });

  it('reports a deletion and a renamed folder', async () => {
    const { folder, next } = await watched();
    folder.remove('blog/old.md');
    await next();
    renameSync(join(folder.path, 'blog'), join(folder.path, 'posts'));
    await next();
  });

  it('reports a burst of 1,000 files as one change or a few, with all of them there', async () => {
    const { folder, calls, next } = await watched();
    for (let at = 0; at < 1_000; at++) folder.write(`blog/${at}/index.md`, post(`Post ${at}`));
    await next();
    const { posts } = await openReader(folder.path).scan();
    await sleep(600);
    expect(posts).toHaveLength(1_001);
    // One on an idle machine; a busy one may pause for longer than the watcher waits for the rest.
    expect(calls()).toBeLessThanOrEqual(10);
  });

  it('waits until a file that is being written is whole', async () => {
    const { folder, calls, next } = await watched();
    const file = join(folder.path, 'blog/slow.md');
    for (const part of ['---\ntitle: Sl', 'ow\ndate: 2022-0', '1-01\n---\ntext']) {
      writeFileSync(file, part, { flag: 'a' });
      await sleep(150);
    }
    await next();
    expect(calls()).toBe(1);
    expect((await openReader(folder.path).scan()).posts.map(({ title }) => title).sort()).toEqual(['Old', 'Slow']);
  });

  it("does not report git's own files", async () => {
    const { folder, calls } = await watched();
    folder.write('.git/index', 'x');
    folder.write('.git/objects/ab/cd', 'x');
    await sleep(700);
    expect(calls()).toBe(0);
  });

  it('says nothing any more once closed', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder.path, 'blog'));
    let calls = 0;
    const watch = await watchContent({ path: folder.path }, () => calls++);
    folder.write('blog/a.md', post('A'));
    await watch.close();
    rmSync(join(folder.path, 'blog'), { recursive: true });
    await sleep(600);
    expect(calls).toBe(0);
  });
});
