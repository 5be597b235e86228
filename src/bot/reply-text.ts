import type { Message, MessageItem } from '../message/message.js';
import { languageOf, words } from '../message/words.js';

/** An answer as plain text that reads well alone: in a terminal, in JSON. */
export function replyText(message: Message): string {
  const { colon } = words(languageOf(message.lang));
  const numbered = message.sections.flatMap((section) => section.items).filter(isArticle).length > 1;
  const lines = [message.title, message.url, message.text];
  let number = 0;
  for (const section of message.sections) {
    lines.push('', section.heading);
    for (const item of section.items) {
      number += 1;
      lines.push(...itemLines(item, numbered ? `${number}. ` : '', colon));
    }
  }
  // What a button's label says, the text says already; a label of other words is a way to go on.
  const ways = message.actions.flatMap((action) =>
    action.type === 'command' && action.label !== action.command ? [action.label + colon + action.command] : [],
  );
  if (ways.length > 0) lines.push('', ...ways);
  return lines
    .filter((line) => line !== undefined)
    .join('\n')
    .trim();
}

function isArticle(item: MessageItem): boolean {
  return item.url !== undefined && (item.date !== undefined || item.reason === undefined);
}

/** An article has its link on a line of its own; a term or a command is one line. */
function itemLines(item: MessageItem, bullet: string, colon: string): string[] {
  const { title, url, date, reason, excerpt } = item;
  const facts = [date?.slice(0, 10), reason].filter(Boolean).join(' · ');
  const head = `${bullet}${title}${facts ? ` (${facts})` : ''}`;
  if (!isArticle(item)) return [[head, url].filter(Boolean).join('  ') + (excerpt ? colon + excerpt : '')];
  const indent = ' '.repeat(bullet.length);
  return [head, `${indent}${url}`, ...(excerpt ? [`${indent}${excerpt}`] : [])];
}
