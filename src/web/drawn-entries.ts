import type { FeedEntry, FeedFormatName } from '../feeds/feed-description.js';
import { feedFormats } from '../feeds/formats.js';
import type { FeedItem } from './feed-places.js';

/**
 * Feed entries as bytes. A post stands in the feeds of the site and of each of its terms, and in their archives; it is
 * drawn once a format for all of them, and a feed is put together from what is there. Keep one as long as there are
 * feeds to write.
 */
export interface DrawnEntries {
  /** @param language of the feed, BCP 47 */
  draw(format: FeedFormatName, item: FeedItem, language: string): Uint8Array;
}

/** @param room bytes that are kept; beyond that what was drawn first is forgotten first */
export function createDrawnEntries(room: number): DrawnEntries {
  const drawn = new Map<string, InEveryFormat>();
  let used = 0;
  return {
    draw(format, item, language) {
      const key = `${item.language === language ? '' : language} ${item.mark}`;
      const known = drawn.get(key);
      if (known) return known[format];
      const made = drawAll(item.entry(), language);
      drawn.set(key, made);
      used += sizeOf(made);
      for (const [oldest, entry] of drawn) {
        if (used <= room) break;
        drawn.delete(oldest);
        used -= sizeOf(entry);
      }
      return made[format];
    },
  };
}

type InEveryFormat = Record<FeedFormatName, Uint8Array>;

/** All formats at once: whoever shows a post in one shows it in the others, and the article is fetched once. */
function drawAll(entry: FeedEntry, language: string): InEveryFormat {
  const draw = (format: FeedFormatName) => Buffer.from(feedFormats[format].entry(entry, language));
  return { rss: draw('rss'), atom: draw('atom'), json: draw('json') };
}

function sizeOf({ rss, atom, json }: InEveryFormat): number {
  return rss.length + atom.length + json.length;
}
