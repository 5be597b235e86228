import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileRead, type FileToRead, readFiles } from '../../src/content/read-files.js';
import type * as Compiled from '../../src/content/read-in-batches.js';
import { tempFolder } from '../support/temp-folder.js';

/** As `npm run build` left it: threads run compiled files only. */
const compiled = join(import.meta.dirname, '../../dist/content/read-in-batches.js');
const { readInBatches }: typeof Compiled = await import(compiled);

const OPTIONS = { siteUrl: 'https://example.org', language: 'zh-CN', timezone: 'Asia/Shanghai' };
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
/** Enough for threads. */
const MANY = 1_100;

/** Every kind of file that a community's repo has. */
function contentOf(index: number): string | Uint8Array {
  if (index % 100 === 7) return `---\ntitle: "broken\ntags: [a\n---\nText ${index}.\n`;
  if (index % 100 === 8) return Uint8Array.of(0, 1, 2, 3, index % 256);
  if (index % 100 === 9) return `---\ntitle: 没有日期 ${index}\n---\n正文第 ${index} 篇。\n`;
  return `---\ntitle: 第 ${index} 篇\ndate: 2022-01-01\ntags: [t${index % 7}]\n---\n${`正文 **${index}**，[链接](/a)。\n\n`.repeat(5)}`;
}

describe('reading many files', () => {
  it('gives in threads what it gives without, each file once', async () => {
    const folder = tempFolder();
    const files = Array.from({ length: MANY }, (_, index): FileToRead => {
      const path = `blog/post-${index}.md`;
      utimesSync(folder.write(path, contentOf(index)), LONG_AGO, LONG_AGO);
      return {
        path,
        size: 100,
        mtimeMs: LONG_AGO.getTime(),
        stamp: `stamp ${index}`,
        ...(index % 200 === 9 && { committed: Date.UTC(2021, 5, 1) }),
      };
    });
    files.push({ path: 'blog/gone.md', size: 1, mtimeMs: 0, stamp: '' });
    files.push({ path: 'blog/huge.md', size: 20_000_000, mtimeMs: 0, stamp: '' });

    const batches: FileRead[][] = [];
    for await (const batch of readInBatches(folder.path, files, OPTIONS)) batches.push(batch);

    const byPath = (reads: FileRead[]) => reads.toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
    expect(byPath(batches.flat())).toEqual(byPath(await readFiles(folder.path, files, OPTIONS)));
  });

  it('stops its threads when nobody wants more', async () => {
    const folder = tempFolder();
    const files = Array.from({ length: MANY }, (_, index): FileToRead => {
      folder.write(`${index}.md`, contentOf(index));
      return { path: `${index}.md`, size: 100, mtimeMs: 0, stamp: '' };
    });
    const threads = () => process.getActiveResourcesInfo().filter((resource) => resource === 'MessagePort').length;
    const before = threads();

    for await (const _ of readInBatches(folder.path, files, OPTIONS)) {
      expect(threads()).toBeGreaterThan(before);
      break;
    }

    expect(threads()).toBe(before);
  });
});
