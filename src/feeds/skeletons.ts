import type { Item } from 'feed';

/** Most shapes that are kept; the posts of a blog have some dozens. */
const MOST = 500;

/**
 * What the `feed` package lays out depends only on an item's shape (which fields it has, how many authors and terms), since
 * slots stand for everything that comes from outside (see XmlSlots). Laying out takes longer than filling in, so it is done
 * once a shape.
 */
export function rememberSkeletons(layOut: (item: Item) => string): (item: Item) => string {
  const known = new Map<string, string>();
  return (item) => {
    const shape = JSON.stringify(item);
    const remembered = known.get(shape);
    if (remembered !== undefined) return remembered;
    const skeleton = layOut(item);
    if (known.size === MOST) known.clear();
    known.set(shape, skeleton);
    return skeleton;
  };
}
