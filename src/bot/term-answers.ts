import type { Term, TermKind } from '../library/library.js';
import type { Language, Message, MessageAction } from '../message/message.js';
import type { BotContext } from './bot-context.js';
import { unquote } from './clean-text.js';
import type { Asked, Texts } from './command.js';
import { MOST, splitCount } from './count.js';
import { echo, nameText, pageActions, postsReply, reply, termItem } from './reply.js';

/** Kinds one can ask for by name. */
export type AskedKind = Exclude<TermKind, 'language'>;

const DEFAULT_COUNT = 5;
const SUGGESTIONS = 3;

/** How a kind is named, which is also how it is asked for: `one NAME`, `all`. */
export const KINDS: Record<AskedKind, { one: Texts; all: Texts; none: Texts }> = {
  tag: {
    one: { en: 'tag', zh: '标签' },
    all: { en: 'tags', zh: '标签列表' },
    none: { en: 'No post has a tag yet.', zh: '还没有文章带标签。' },
  },
  category: {
    one: { en: 'category', zh: '分类' },
    all: { en: 'categories', zh: '分类列表' },
    none: { en: 'No post has a category yet.', zh: '还没有文章带分类。' },
  },
  author: {
    one: { en: 'author', zh: '作者' },
    all: { en: 'authors', zh: '作者列表' },
    none: { en: 'No post names an author yet.', zh: '还没有文章署名。' },
  },
};
export const ASKED_KINDS = Object.keys(KINDS) as AskedKind[];

/** Splits `MOSN 5` into term and count; a term that ends in a number itself (`Java 17`) wins over that reading. */
export function readTerm(
  kind: AskedKind,
  argument: string,
  context: Pick<BotContext, 'library'>,
): { name: string; term?: Term; count?: number } {
  const whole = bareName(argument);
  const term = context.library.term(kind, whole);
  if (term) return { name: whole, term };
  const { rest, count } = splitCount(argument);
  const name = bareName(rest);
  if (name === '' || count === undefined) return { name: whole };
  return { name, term: context.library.term(kind, name), count };
}

/** `#MOSN`, `“MOSN”`, `@Wu` → the name alone. */
export function bareName(text: string): string {
  return unquote(text.replace(/^[#@]\s*(?=\S)/u, '').trim());
}

/** The newest posts of a term, a page of them; for an unknown term the nearest ones. */
export function answerTerm(kind: AskedKind, asked: Asked, context: BotContext): Message {
  const { argument, language, after } = asked;
  if (argument === '') return answerTerms(kind, { ...asked, count: undefined }, context);
  const { name, term, count = asked.count ?? DEFAULT_COUNT } = readTerm(kind, argument, context);
  if (!term) return unknownTerm(kind, name, language, context);
  const posts = context.library.byTerm(kind, term.key);
  const title = {
    tag: { en: `Posts tagged ${term.name}`, zh: `标签「${term.name}」的文章` },
    category: { en: `Posts in ${term.name}`, zh: `分类「${term.name}」的文章` },
    author: { en: `Posts by ${term.name}`, zh: `${term.name} 的文章` },
  }[kind][language];
  const command = [KINDS[kind].one[language], nameText(term.name), ...(count === DEFAULT_COUNT ? [] : [count])].join(
    ' ',
  );
  const page = { total: posts.length, after, count, command };
  return postsReply(language, title, posts.slice(after, after + count), page);
}

/** As {@link answerTerm} for a name of which nobody said what it is; undefined when no kind has it. */
export function answerAnyTerm(name: string, asked: Asked, context: BotContext): Message | undefined {
  const kind = ASKED_KINDS.find((candidate) => readTerm(candidate, name, context).term);
  return kind && answerTerm(kind, { ...asked, argument: name }, context);
}

/** All terms of a kind with their counts, a page of them. */
export function answerTerms(kind: AskedKind, asked: Asked, context: BotContext): Message {
  const { language, after, count = MOST } = asked;
  const terms = context.library.terms(kind);
  const shown = terms.slice(after, after + count);
  const words = KINDS[kind];
  const title = language === 'zh' ? words.all.zh : words.all.en[0]?.toUpperCase() + words.all.en.slice(1);
  const [first] = shown;
  if (!first) return { ...reply(language, title), text: words.none[language], total: terms.length };
  const example = `${words.one[language]} ${nameText(first.name)}`;
  const text = {
    zh: `共 ${terms.length} 个。发送「${example}」看它的文章。`,
    en: `${terms.length} in all. Ask “${example}” for its posts.`,
  }[language];
  return {
    ...reply(language, title),
    text,
    sections: [{ items: shown.map((term) => termItem(term, language, context)) }],
    actions: pageActions({ total: terms.length, after, count, command: words.all[language], unit: '个' }, language),
    total: terms.length,
  };
}

function unknownTerm(kind: AskedKind, name: string, language: Language, context: BotContext): Message {
  const { one, all } = KINDS[kind];
  const shown = echo(name);
  const near = context.library.nearestTerms(kind, name, SUGGESTIONS);
  const elsewhere = ASKED_KINDS.filter((other) => other !== kind && context.library.term(other, name));
  const title = language === 'zh' ? `没有叫「${shown}」的${one.zh}` : `There is no ${one.en} “${shown}”`;
  const names = near.map((term) => term.name).join(language === 'zh' ? '、' : ', ');
  const text = {
    zh: near.length > 0 ? `你要找的是不是：${names}？` : `发送「${all.zh}」看看都有哪些，或者试试「搜索 ${shown}」。`,
    en: near.length > 0 ? `Did you mean ${names}?` : `Ask “${all.en}” to see what there is, or try “search ${shown}”.`,
  }[language];
  const commands = [
    ...elsewhere.map((other) => `${KINDS[other].one[language]} ${nameText(name)}`),
    ...near.map((term) => `${one[language]} ${nameText(term.name)}`),
    `${language === 'zh' ? '搜索' : 'search'} ${shown}`,
  ];
  return {
    ...reply(language, title),
    text,
    sections: near.length > 0 ? [{ items: near.map((term) => termItem(term, language, context)) }] : [],
    actions: commands.map(commandAction),
    total: 0,
  };
}

/** A button that says what it does. */
export function commandAction(command: string): MessageAction {
  return { type: 'command', label: command, command };
}
