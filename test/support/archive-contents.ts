import type { ArchiveEntry } from '../../src/engine/archive.js';
import type { Engine } from '../../src/engine/engine.js';

/** All that an engine remembers; posts, which have no order, sorted. */
export async function archiveContents({ archive }: Engine): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const portion of archive.read()) entries.push(...portion);
  const [posts, rest] = [entries.filter(({ kind }) => kind === 'post'), entries.filter(({ kind }) => kind !== 'post')];
  const text = JSON.stringify;
  return [...posts.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)), ...rest];
}
