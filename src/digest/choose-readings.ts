import type { Post } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Reading } from './edition.js';
import { evergreenReadings } from './evergreen-readings.js';
import { friendReadings } from './friend-readings.js';
import { byWorth } from './reading-candidate.js';
import { ReadingList } from './reading-list.js';
import { recommendedReadings } from './recommended-readings.js';

/** An article of a friend's feed. */
export interface FriendItem {
  title: string;
  url: string;
  /** ms since the epoch; items without a date are not used. */
  time: number;
  /** The feed's name, to show. */
  feed: string;
  /** Plain text. */
  excerpt?: string;
  cover?: string;
}

export interface ReadingInput {
  library: Library;
  /** Posts the job wants. */
  matching: readonly Post[];
  /** The new posts of this edition. */
  newPosts: readonly Post[];
  friends: readonly FriendItem[];
  /** ms since the epoch. */
  from: number;
  to: number;
  limit: number;
  previous: readonly EditionRecord[];
  /** URLs of further articles that must not come again. */
  seen: readonly string[];
}

/**
 * What to read besides the new posts: first what recent posts recommend most, mixed with the newest of friends' feeds
 * (half of the list at most), then older articles of the library. Never a new post, never what an edition of the last
 * two years recommended, nor what one of the last three months announced. The same input gives the same list.
 */
export function chooseReadings(input: ReadingInput): Reading[] {
  const list = new ReadingList(input);
  for (const { reading } of [...recommendedReadings(input), ...friendReadings(input)].sort(byWorth)) list.add(reading);
  if (!list.full) for (const { reading } of evergreenReadings(input)) list.add(reading);
  return list.readings;
}
