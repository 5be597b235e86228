import type { Message, MessageItem } from '../message/message.js';

/** An answer as plain text that reads well alone: in a terminal, in JSON, as the notification of a richer message. */
export function replyText(message: Message): string {
  const numbered =
    message.sections.reduce((sum, section) => sum + section.items.filter((item) => item.url).length, 0) > 1;
  const lines = [message.title];
  if (message.url) lines.push(message.url);
  if (message.text) lines.push(message.text);
  let number = 0;
  for (const section of message.sections) {
    lines.push('');
    if (section.heading) lines.push(section.heading);
    for (const item of section.items) {
      number += 1;
      lines.push(...itemLines(item, numbered ? `${number}. ` : ''));
    }
  }
  const commands = message.actions.filter((action) => action.type === 'command' && action.label !== action.command);
  if (commands.length > 0) lines.push('');
  for (const action of commands) if (action.type === 'command') lines.push(`${action.label}: ${action.command}`);
  return lines.join('\n').trim();
}

function itemLines(item: MessageItem, bullet: string): string[] {
  const { title, url, date, reason, excerpt } = item;
  const indent = ' '.repeat(bullet.length);
  const facts = [date?.slice(0, 10), reason].filter(Boolean).join(' · ');
  // Without a link it is a line of a list (help, terms), with one an article.
  if (!url) return [`${bullet}${title}${facts ? ` (${facts})` : ''}${excerpt ? `: ${excerpt}` : ''}`];
  return [
    `${bullet}${title}${facts ? ` (${facts})` : ''}`,
    `${indent}${url}`,
    ...(excerpt ? [`${indent}${excerpt}`] : []),
  ];
}
