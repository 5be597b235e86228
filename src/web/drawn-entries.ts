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

/**
 * Of each post its newest state is kept, one for each language that marks it.
 * @param room bytes that are kept; beyond that what was drawn first is forgotten first
 */
export function createDrawnEntries(room: number): DrawnEntries {
  const kept = new Map<string, { mark: string; drawn: InEveryFormat }>();
  let used = 0;
  const forget = (key: string) => {
    const known = kept.get(key);
    if (!known) return;
    kept.delete(key);
    used -= sizeOf(known.drawn);
  };
  return {
    draw(format, item, language) {
      const key = `${item.language === language ? '' : language} ${item.href}`;
      const known = kept.get(key);
      if (known?.mark === item.mark) return known.drawn[format];
      forget(key);
      const drawn = drawAll(item.entry(), language);
      kept.set(key, { mark: item.mark, drawn });
      used += sizeOf(drawn);
      for (const oldest of kept.keys()) {
        if (used <= room) break;
        forget(oldest);
      }
      return drawn[format];
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
