import { cleanLine, cleanLines } from './clean-line.js';
import type { Message } from './message.js';

/** A message whose every text any program can read: no halves of characters, no controls. For media that take text as it is. */
export function cleanMessage(message: Message): Message {
  return {
    ...message,
    title: cleanLine(message.title),
    ...(message.text !== undefined && { text: cleanLines(message.text) }),
    ...(message.note !== undefined && { note: cleanLines(message.note) }),
    authors: message.authors.map((author) => ({ ...author, name: cleanLine(author.name) })),
    categories: message.categories.map(cleanLine),
    tags: message.tags.map(cleanLine),
    sections: message.sections.map((section) => ({
      ...section,
      ...(section.heading !== undefined && { heading: cleanLine(section.heading) }),
      items: section.items.map((item) => ({
        ...item,
        title: cleanLine(item.title),
        ...(item.excerpt !== undefined && { excerpt: cleanLines(item.excerpt) }),
        ...(item.reason !== undefined && { reason: cleanLine(item.reason) }),
      })),
    })),
  };
}
