import type { Message, MessageSection } from './message.js';
import { truncate } from './truncate.js';

/** Excerpts of a list's items are tried at these lengths before items are left out. */
const EXCERPT_LENGTHS = [160, 80, 0];
/** Lists longer than this begin with the second and the third of them: the longer a list, the more it is only to choose from. */
const SHORT_LIST = 5;
const LONG_LIST = 12;
/** Nobody reads a longer list in a chat; a reply is as long as its reader asked. */
const MOST_ITEMS = 30;

/** How much of a list a drawing shows. */
export interface Shown {
  /** Items that are in the message. */
  items: number;
  /** Items left out of the drawing. */
  omitted: number;
}

/**
 * Draws a message with a list as fully as a medium's limits allow: first with long excerpts, then with shorter ones,
 * then without, then with as many of the items as fit (at most {@link MOST_ITEMS} unless it is a reply), first ones first.
 * A message without a list is drawn as it is.
 * @param draw draws the message; called several times
 * @param fits whether a drawing keeps the limits; a drawing without any item must
 */
export function shortenMessage<Payload>(
  message: Message,
  draw: (shorter: Message, shown: Shown) => Payload,
  fits: (payload: Payload) => boolean,
): Payload {
  const count = message.sections.reduce((sum, section) => sum + section.items.length, 0);
  const limit = message.kind === 'reply' ? count : Math.min(count, MOST_ITEMS);
  const drawFirst = (items: number, excerpt: number) =>
    draw(withExcerpts(withFirst(message, items), excerpt), { items, omitted: count - items });
  const first = count > LONG_LIST ? 2 : count > SHORT_LIST ? 1 : 0;
  for (const excerpt of EXCERPT_LENGTHS.slice(first)) {
    const payload = drawFirst(limit, excerpt);
    if (fits(payload) || count === 0) return payload;
  }
  let [most, tooMany] = [0, limit];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(drawFirst(middle, 0))) most = middle;
    else tooMany = middle;
  }
  return drawFirst(most, 0);
}

function withExcerpts(message: Message, length: number): Message {
  return {
    ...message,
    sections: message.sections.map((section) => ({
      ...section,
      items: section.items.map((item) => ({
        ...item,
        excerpt: length > 0 && item.excerpt ? truncate(item.excerpt, length) : undefined,
      })),
    })),
  };
}

function withFirst(message: Message, count: number): Message {
  let left = count;
  const sections: MessageSection[] = [];
  for (const section of message.sections) {
    const items = section.items.slice(0, left);
    left -= items.length;
    if (items.length > 0) sections.push({ ...section, items });
  }
  return { ...message, sections };
}
