import { createHash } from 'node:crypto';
import type { Subscription } from '../engine/engine.js';
import { foldTerm } from '../library/fold-term.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import { unquote } from './clean-text.js';
import { author } from './commands/author.js';
import { category } from './commands/category.js';
import { search } from './commands/search.js';
import { tag } from './commands/tag.js';
import { parseCommand } from './parse-command.js';
import { nameText } from './reply.js';
import { ASKED_KINDS, bareName, KINDS } from './term-answers.js';

/** What somebody wants to get, and how often. */
export interface Wish {
  kind: Subscription['kind'];
  /** '' for `all`. */
  value: string;
  when: NonNullable<Subscription['when']>;
  /** The value was in quotes: it is meant as written. */
  exact?: boolean;
}

const ALL = /^(?:all|everything|all posts|\*|全部|所有|全部文章|所有文章|一切)$/iu;
const WHEN: [Wish['when'], RegExp][] = [
  ['weekly', /(?:\s+(?:weekly|every week|once a week)|\s*(?:每周|按周|一周一次)(?:汇总|发送)?)$/iu],
  ['daily', /(?:\s+(?:daily|every day|once a day)|\s*(?:每天|每日|按天|一天一次)(?:汇总|发送)?)$/iu],
  ['instant', /(?:\s+(?:instantly|at once|immediately)|\s*(?:即时|立即|马上))$/iu],
];

/** Whether a place is one the bot can come back to: a web page or a terminal has neither announcements nor a memory. */
export function isLastingPlace(destination: string): boolean {
  return /^(?:slack|dingtalk)\//.test(destination);
}

/** The same wish of the same place has the same id, however it is spelled and however often it comes. */
export function subscriptionId(destination: string, { kind, value }: Pick<Wish, 'kind' | 'value'>): string {
  return createHash('sha256')
    .update(JSON.stringify([destination, kind, foldTerm(value)]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Reads `tag MOSN weekly`, `标签 MOSN`, `#MOSN`, `search 服务网格`, `all`; a bare name is the tag, category or author that has it.
 * A known term comes back in the library's spelling.
 */
export function readWish(argument: string, library: Pick<Library, 'term'>): Wish | undefined {
  const { text, when } = takeWhen(argument);
  if (ALL.test(text)) return { kind: 'all', value: '', when };
  const parsed = parseCommand(text, [tag, category, author, search]);
  const named = parsed.type === 'command' && !parsed.corrected;
  if (named && parsed.argument === '') return undefined;
  if (named && parsed.command === search) return { kind: 'search', value: unquote(parsed.argument), when };
  if (named) {
    const kind = parsed.command.name as (typeof ASKED_KINDS)[number];
    const value = bareName(parsed.argument);
    return {
      kind,
      value: library.term(kind, value)?.name ?? value,
      when,
      exact: value !== parsed.argument.replace(/^[#@]/u, ''),
    };
  }
  const name = bareName(text);
  const kind = ASKED_KINDS.find((candidate) => library.term(candidate, name));
  return kind && { kind, value: library.term(kind, name)?.name ?? name, when };
}

function takeWhen(argument: string): { text: string; when: Wish['when'] } {
  for (const [when, pattern] of WHEN) {
    const text = argument.replace(pattern, '').trim();
    // `订阅 标签 每周` asks for the tag 每周.
    if (text !== argument && parsedSomething(text)) return { text, when };
  }
  return { text: argument, when: 'instant' };
}

function parsedSomething(text: string): boolean {
  const parsed = parseCommand(text, [tag, category, author, search]);
  return parsed.type === 'command' ? parsed.argument !== '' : parsed.type === 'unknown';
}

/** The command for a wish, e.g. `订阅 标签 MOSN`. */
export function wishCommand(
  verb: 'subscribe' | 'unsubscribe',
  wish: Pick<Wish, 'kind' | 'value'> & Partial<Wish>,
  language: Language,
): string {
  const zh = language === 'zh';
  const words = { subscribe: zh ? '订阅' : 'subscribe', unsubscribe: zh ? '退订' : 'unsubscribe' };
  const when =
    wish.when && wish.when !== 'instant' && verb === 'subscribe'
      ? ` ${{ daily: zh ? '每天' : 'daily', weekly: zh ? '每周' : 'weekly' }[wish.when]}`
      : '';
  const what =
    wish.kind === 'all'
      ? zh
        ? '全部'
        : 'all'
      : wish.kind === 'search'
        ? `${zh ? '搜索' : 'search'} ${wish.value}`
        : `${KINDS[wish.kind].one[language]} ${wish.exact ? `"${wish.value}"` : nameText(wish.value)}`;
  return `${words[verb]} ${what}${when}`;
}
