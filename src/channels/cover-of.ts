import type { Message } from '../message/message.js';
import type { Shown } from '../message/shorten-message.js';

/** The picture of a message that shows one: its own, or that of its only item. */
export function coverOf({ cover, sections }: Message, { items, omitted }: Shown): string | undefined {
  return cover ?? (items === 1 && omitted === 0 ? sections[0]?.items[0]?.cover : undefined);
}
