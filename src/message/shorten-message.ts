import type { Message, MessageSection } from './message.js';
import { truncate } from './truncate.js';

/** Excerpts of a list's items are tried at these lengths before items are left out. */
const EXCERPT_LENGTHS = [160, 90, 0];

/** How much of a list a drawing shows. */
export interface Shown {
  /** Items that are in the message. */
  items: number;
  /** Items left out of the drawing. */
  omitted: number;
}

/**
 * Draws a message with a list as fully as a medium's limits allow: first with long excerpts, then with shorter ones,
 * then without, then with as many of the items as fit, first ones first. A message without a list is drawn as it is.
 * @param draw draws the message; called several times
 * @param fits whether a drawing keeps the limits; a drawing without any item must
 */
export function shortenMessage<Payload>(
  message: Message,
  draw: (shorter: Message, shown: Shown) => Payload,
  fits: (payload: Payload) => boolean,
): Payload {
  const count = message.sections.reduce((sum, section) => sum + section.items.length, 0);
  for (const length of EXCERPT_LENGTHS) {
    const payload = draw(withExcerpts(message, length), { items: count, omitted: 0 });
    if (fits(payload) || count === 0) return payload;
  }
  const bare = withExcerpts(message, 0);
  const drawFirst = (items: number) => draw(withFirst(bare, items), { items, omitted: count - items });
  let [most, tooMany] = [0, count];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(drawFirst(middle))) most = middle;
    else tooMany = middle;
  }
  return drawFirst(most);
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
