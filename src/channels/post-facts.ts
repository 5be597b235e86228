import type { Author } from '../content/post.js';
import { formatDate } from '../message/format-date.js';
import type { Language, Message, MessageItem } from '../message/message.js';
import { words } from '../message/words.js';

/*
 * The small print of a drawing, the same in every medium: parts to be joined, each already in the channel's language.
 * The medium says how an author's text is made harmless in it.
 */

const MOST_AUTHORS = 5;
const MOST_TAGS = 8;

/** Who wrote it, when, and how long it takes to read. */
export function postFacts(message: Message, language: Language, drawAuthor: (author: Author) => string): string[] {
  const say = words(language);
  const names = message.authors.slice(0, MOST_AUTHORS).map(drawAuthor);
  const parts = [
    names.length > 0 ? say.authors(names, message.authors.length - names.length) : '',
    message.date ? formatDate(message.date, language) : '',
    message.readingMinutes ? say.minutes(message.readingMinutes) : '',
  ];
  return parts.filter(Boolean);
}

/** The first tags, and how many more there are (`MOSN、开源 +52`); '' without tags. */
export function tagLine({ tags }: Message, separator: string, drawTag: (tag: string) => string): string {
  const shown = tags.slice(0, MOST_TAGS).map(drawTag).filter(Boolean).join(separator);
  const left = tags.length - MOST_TAGS;
  return left > 0 ? `${shown} +${left}` : shown;
}

/** When an item of a list was written, and why it is there. */
export function itemFacts(item: MessageItem, language: Language, draw: (text: string) => string): string[] {
  return [item.date ? formatDate(item.date, language) : '', draw(item.reason ?? '')].filter(Boolean);
}
