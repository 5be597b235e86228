import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchedDocument } from './fetch-document.js';

/** The last answer of every feed, so that an unchanged one need not be sent again. */
export interface FeedCache {
  get(url: string): Promise<FetchedDocument | undefined>;
  set(url: string, document: FetchedDocument): Promise<void>;
}

/** Keeps answers as files of a folder, which is made when needed; a file that cannot be read counts as not there. */
export function createFeedCache(dir: string): FeedCache {
  const fileOf = (url: string) => join(dir, `${createHash('sha256').update(url).digest('hex').slice(0, 32)}.json`);
  return {
    async get(url) {
      try {
        return JSON.parse(await readFile(fileOf(url), 'utf8')) as FetchedDocument;
      } catch {
        // Never fetched, or half written by a process that died: it is fetched anew.
        return undefined;
      }
    },
    async set(url, document) {
      await mkdir(dir, { recursive: true });
      const file = fileOf(url);
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, JSON.stringify(document));
      await rename(draft, file);
    },
  };
}
