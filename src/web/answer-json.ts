import type { Message } from '../message/message.js';

/** A bot answer for scripts (`/api/ask`, `postrider ask --json`). */
export interface AnswerJson {
  title: string;
  items: { title: string; url?: string; date?: string }[];
  total: number;
  /** The whole answer as plain text. */
  text: string;
}

export function answerJson(message: Message): AnswerJson {
  const items = message.sections.flatMap((section) =>
    section.items.map(({ title, url, date }) => ({ title, url, date })),
  );
  return { title: message.title, items, total: message.total ?? items.length, text: plainText(message) };
}

function plainText({ title, url, text, sections }: Message): string {
  const lines = [url === undefined ? title : `${title} ${url}`, text];
  for (const section of sections) {
    lines.push(section.heading);
    for (const item of section.items) lines.push([`- ${item.title}`, item.url].filter(Boolean).join(' '));
  }
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}
