import type { ReadingInput } from './choose-readings.js';
import type { Reading } from './edition.js';
import { urlKey } from './link-key.js';
import { type Candidate, compare, worth } from './reading-candidate.js';

/** Friends' articles of the period, feed by feed in turn so that a busy one does not crowd out the others. */
export function friendReadings({ friends, from, to }: ReadingInput): Candidate[] {
  const turns = new Map<string, number>();
  return friends
    .filter((item) => item.time >= from && item.time < to && urlKey(item.url) !== '')
    .sort((a, b) => b.time - a.time || compare(a.url, b.url))
    .map((item) => {
      const turn = turns.get(item.feed) ?? 0;
      turns.set(item.feed, turn + 1);
      const { title, url, feed, excerpt, cover, time } = item;
      const source = { type: 'friend' as const, name: feed };
      const reading: Reading = { title, url, excerpt, cover, source, date: new Date(time).toISOString() };
      // Worth as much as one recommendation of its day; the second of a feed half of that, and so on.
      return { reading, score: worth(to - time) / (turn + 1) };
    });
}
