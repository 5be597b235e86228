import type { Message } from '../message/message.js';
import { replyText } from './reply-text.js';

/** What `postrider ask --json` and `/api/ask` give (contract section 1). */
export interface ReplyJson {
  title: string;
  items: { title: string; url: string | null; date: string | null }[];
  /** How many there are in all; `items` may be a part. */
  total: number;
  /** The whole answer as plain text. */
  text: string;
}

export function replyJson(message: Message): ReplyJson {
  const items = message.sections.flatMap((section) => section.items);
  return {
    title: message.title,
    items: items.map(({ title, url, date }) => ({ title, url: url ?? null, date: date ?? null })),
    total: message.total ?? items.length,
    text: replyText(message),
  };
}
