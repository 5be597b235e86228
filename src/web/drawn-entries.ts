import type { FeedFormatName } from '../feeds/feed-description.js';
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
  const drawn = new Map<string, Uint8Array>();
  let used = 0;
  return {
    draw(format, item, language) {
      const key = `${format} ${item.language === language ? '' : language} ${item.mark}`;
      const known = drawn.get(key);
      if (known) return known;
      const bytes = Buffer.from(feedFormats[format].entry(item.entry(), language));
      drawn.set(key, bytes);
      used += bytes.length;
      for (const [oldest, { length }] of drawn) {
        if (used <= room) break;
        drawn.delete(oldest);
        used -= length;
      }
      return bytes;
    },
  };
}
