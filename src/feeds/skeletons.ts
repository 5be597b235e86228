import type * as FeedPackage from 'feed';
import type { Feed, Item } from 'feed';
import { loadLate } from '../load-late.js';

export const feedPackage = loadLate<typeof FeedPackage>('feed');

/** Most shapes that are kept; the posts of a blog have some dozens. */
const MOST = 500;

/**
 * What the `feed` package lays out depends only on an item's shape (which fields it has, how many authors and terms), since
 * slots stand for everything that comes from outside (see XmlSlots). Laying out takes longer than filling in, so it is done
 * once a shape.
 * @param cut takes the one item out of a feed that has nothing else
 */
export function rememberSkeletons(cut: (feed: Feed) => string): (item: Item) => string {
  const known = new Map<string, string>();
  return (item) => {
    const shape = JSON.stringify(item);
    const remembered = known.get(shape);
    if (remembered !== undefined) return remembered;
    const feed = new (feedPackage().Feed)({ title: '' });
    feed.addItem(item);
    const skeleton = cut(feed);
    if (known.size === MOST) known.clear();
    known.set(shape, skeleton);
    return skeleton;
  };
}
