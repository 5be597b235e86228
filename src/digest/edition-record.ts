import type { EditionRecord } from '../engine/engine.js';
import type { Edition } from './edition.js';

/**
 * What the ledger keeps of an edition for ever.
 * @param createdAt ms since the epoch
 * @param dropped URLs that a reviewer left out
 */
export function editionRecord(edition: Edition, createdAt: number, dropped: readonly string[] = []): EditionRecord {
  return {
    id: edition.id,
    job: edition.job,
    from: edition.from,
    to: edition.to,
    title: edition.title,
    markdown: edition.markdown,
    posts: edition.posts.map(({ id, title, url }) => ({ id, title, url })),
    readings: edition.readings.map(({ title, url }) => ({ title, url })),
    ...(dropped.length > 0 && { dropped: [...dropped] }),
    createdAt: new Date(createdAt).toISOString(),
  };
}
