import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRelatedMemory, type RelatedMemory, type SavedRelated } from '../web/related-memory.js';

/** Raised when the reckoning of related posts changes: what an older version remembered is then forgotten. */
const VERSION = 2;

/** The related posts of every page, kept in `dataDir` between one-shot runs: reckoning them anew takes half of such a run. */
export function openRelatedMemory(dataDir: string): { memory: RelatedMemory; save(): void } {
  const file = join(dataDir, 'related-posts.json');
  const before = read(file);
  const memory = createRelatedMemory(parse(before));
  return {
    memory,
    /** What cannot be kept is reckoned again next time. */
    save() {
      const now = JSON.stringify({ version: VERSION, posts: memory.saved() });
      if (now === before) return;
      try {
        writeFileSync(`${file}.tmp`, now);
        renameSync(`${file}.tmp`, file);
      } catch (error) {
        if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
      }
    },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the first run, or it may not be read: the same
  }
}

function parse(text: string): SavedRelated[] {
  try {
    const { version, posts } = JSON.parse(text) as { version: number; posts: SavedRelated[] };
    return version === VERSION ? posts : [];
  } catch {
    return []; // none, or somebody changed it
  }
}
