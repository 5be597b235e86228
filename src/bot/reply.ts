import { type Post, summaryOf } from '../content/post.js';
import type { Term } from '../library/library.js';
import { emptyMessage, type Language, type Message, type MessageAction, type MessageItem } from '../message/message.js';
import { truncate } from '../message/truncate.js';
import type { BotContext } from './bot-context.js';
import type { Command } from './command.js';
import { afterText } from './parse-command.js';

/** Lists longer than this leave the excerpts out: a list is to choose from. */
const WITH_EXCERPT = 5;
/** Characters of an excerpt in a list; a single post shows all of it. */
const LISTED_EXCERPT = 120;

/** An answer with nothing but a title yet. */
export function reply(language: Language, title: string): Message {
  return emptyMessage('reply', title, language === 'zh' ? 'zh-CN' : 'en');
}

export function postItem(post: Post, inListOf: number): MessageItem {
  const summary = summaryOf(post);
  const excerpt = inListOf === 1 ? summary : truncate(summary, LISTED_EXCERPT);
  return {
    title: post.title,
    url: post.url,
    date: post.date,
    ...(inListOf <= WITH_EXCERPT && excerpt !== '' && { excerpt }),
    ...(inListOf <= WITH_EXCERPT && post.cover !== undefined && { cover: post.cover }),
  };
}

export function termItem(term: Term, language: Language, context: BotContext): MessageItem {
  const url = context.termUrl?.(term.kind, term.key);
  return { title: term.name, ...(url && { url }), reason: postCount(term.count, language) };
}

export function postCount(count: number, language: Language): string {
  if (language === 'zh') return `${count} 篇`;
  return count === 1 ? '1 post' : `${count} posts`;
}

/** A command as one would type it in this language, e.g. `标签 MOSN 5`; the argument is quoted when its end could be read as a number. */
export function commandText(command: Pick<Command, 'words'>, language: Language, ...rest: (string | number)[]): string {
  return [command.words[language][0], ...rest].filter((part) => part !== '').join(' ');
}

/** A name for use in a command: quoted when it would otherwise be read as a name and a number. */
export function nameText(name: string): string {
  return /\s\S*\d\S*$|["“”]|^$/u.test(name) ? `"${name.replaceAll('"', '')}"` : name;
}

export interface Page {
  /** How many there are in all. */
  total: number;
  /** How many came before. */
  after: number;
  count: number;
  /** The command that asks for such a page, without `after:`. */
  command: string;
  /** How many the next page has; default `count`. */
  step?: number;
  /** Chinese measure word; default 篇. */
  unit?: string;
}

/** "5 more" and "back" for a part of a longer list. */
export function pageActions(
  { total, after, count, command, step = count, unit = '篇' }: Page,
  language: Language,
): MessageAction[] {
  const at = (offset: number) => (offset === 0 ? command : `${command} ${afterText(language, offset)}`);
  const left = total - after - count;
  const actions: MessageAction[] = [];
  if (after > 0) {
    actions.push({
      type: 'command',
      label: language === 'zh' ? '上一页' : 'Back',
      command: at(Math.max(0, after - count)),
    });
  }
  if (left > 0) {
    const next = Math.min(left, step);
    actions.push({
      type: 'command',
      label: language === 'zh' ? `再看 ${next} ${unit}` : `${next} more`,
      command: at(after + count),
    });
  }
  return actions;
}

/** "6–10 of 46", where it is not all. */
export function pageText({ total, after, count }: Page, language: Language): string {
  const last = Math.min(after + count, total);
  if (after >= total) return language === 'zh' ? `一共只有 ${total} 篇。` : `There are only ${total} in all.`;
  if (after === 0 && last === total) return language === 'zh' ? `共 ${total} 篇。` : `${total} in all.`;
  const range = last === after + 1 ? `${last}` : `${after + 1}–${last}`;
  return language === 'zh' ? `第 ${range} 篇，共 ${total} 篇。` : `${range} of ${total}.`;
}

/** A page of posts. `posts` are those of the page. */
export function postsReply(language: Language, title: string, posts: readonly Post[], page: Page): Message {
  return {
    ...reply(language, title),
    text: pageText(page, language),
    sections: posts.length > 0 ? [{ items: posts.map((post) => postItem(post, posts.length)) }] : [],
    actions: pageActions(page, language),
    total: page.total,
  };
}

/** User text inside an answer: short, one line. */
export function echo(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim(), 80);
}
