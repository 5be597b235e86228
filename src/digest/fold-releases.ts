import { markdownUrl } from '../content/markdown/escape-markdown.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Release } from './edition.js';
import type { ReleaseItem } from './gather/release-items.js';

/** `v1.0.0-rc.1`, `2.0.0.Beta2`, `1.0-SNAPSHOT` */
const PRERELEASE = /(?:^|[^a-z])(?:alpha|beta|rc|pre|preview|dev|nightly|snapshot|m)\.?-?\d*(?:$|[^a-z])/i;

/**
 * The releases of a period, one entry a project: its newest version that is not a preview (or the newest of all), the
 * other versions by name. What an earlier edition linked to is not news again: release feeds date entries by their last
 * edit.
 *
 * @param from ms since the epoch, inclusive
 * @param to ms since the epoch, exclusive
 */
export function foldReleases(
  items: readonly ReleaseItem[],
  { from, to, previous }: { from: number; to: number; previous: readonly EditionRecord[] },
): Release[] {
  const fresh = items
    .filter(({ time, url }) => time >= from && time < to && !previous.some((each) => mentions(each, url)))
    .sort((a, b) => b.time - a.time || (a.url < b.url ? -1 : 1));
  const projects = new Map<string, ReleaseItem[]>();
  for (const item of fresh) {
    const key = item.project.toLowerCase();
    projects.set(key, [...(projects.get(key) ?? []), item]);
  }
  return [...projects.values()].map(foldProject);
}

function mentions({ markdown }: EditionRecord, url: string): boolean {
  return markdown.includes(`(${markdownUrl(url)})`);
}

function foldProject(items: ReleaseItem[]): Release {
  const main = items.find(({ version }) => !PRERELEASE.test(version)) ?? (items[0] as ReleaseItem);
  const versions = new Set([main.version, ...items.map(({ version }) => version)]);
  return {
    project: main.project,
    version: main.version,
    versions: [...versions],
    url: main.url,
    date: new Date(main.time).toISOString(),
    notes: main.notes,
  };
}
