import type { Subscription } from '../../engine/engine.js';
import type { Language, Message } from '../../message/message.js';
import type { BotContext } from '../bot-context.js';
import type { Asked, Command } from '../command.js';
import { echo, nameText, reply } from '../reply.js';
import { isLastingPlace, readWish, subscriptionId, type Wish, wishCommand } from '../subscription.js';
import { notAllowed, nowhereToSubscribe, wishText } from '../subscription-answers.js';
import { commandAction, KINDS } from '../term-answers.js';

/** More in one place is an accident or an attack. */
const MOST_SUBSCRIPTIONS = 50;
const SUGGESTIONS = 3;

export const subscribe: Command = {
  name: 'subscribe',
  words: { en: ['subscribe', 'subscribe to', 'follow', 'watch'], zh: ['订阅', '訂閱', '关注'] },
  usage: {
    en: 'subscribe tag|category|author NAME [daily|weekly] · subscribe search WORDS · subscribe all',
    zh: '订阅 标签|分类|作者 名称 [每天|每周] · 订阅 搜索 词 · 订阅 全部',
  },
  help: {
    en: 'announces matching new posts here, at once or as a daily or weekly digest',
    zh: '有匹配的新文章时发到这里，可以即时，也可以每天、每周发一份汇总',
  },
  changes: true,
  async run(asked, context) {
    const { language, question } = asked;
    const { subscriptions } = context;
    if (!subscriptions || !isLastingPlace(question.destination)) return nowhereToSubscribe(language);
    if (question.undeliverable) return nowhereToSubscribe(language, question.undeliverable[language]);
    const wish = readWish(asked.argument, context.library);
    if (!wish) return whatToSubscribe(asked, context);
    const doubt = unknownTerm(wish, language, context);
    if (doubt) return doubt;
    if (question.mayChange && !(await question.mayChange())) return notAllowed(language);

    const there = await subscriptions.list(question.destination);
    const id = subscriptionId(question.destination, wish);
    const old = there.find((subscription) => subscription.id === id);
    if (old && (old.when ?? 'instant') === wish.when && !old.paused) return already(wish, language);
    if (!old && there.length >= MOST_SUBSCRIPTIONS) return tooMany(language);
    if (old) await subscriptions.remove(id);
    await subscriptions.add(newSubscription(id, wish, asked, context.now()));
    // Somebody is here and asks for news: whatever made deliveries pointless is over.
    await subscriptions.pause(question.destination, undefined);
    return done(wish, language);
  },
};

function newSubscription(id: string, wish: Wish, { question }: Asked, createdAt: number): Subscription {
  const { kind, value, when } = wish;
  return { id, destination: question.destination, kind, value, when, createdBy: question.user, createdAt };
}

function done(wish: Wish, language: Language): Message {
  const zh = language === 'zh';
  const when = {
    instant: zh ? '有新文章就会发到这里。' : 'New posts will be announced here.',
    daily: zh ? '有新文章的日子，早上九点发到这里。' : 'A digest of new posts will come here at nine in the morning.',
    weekly: zh
      ? '每周一早上九点，把一周的新文章和推荐阅读发到这里。'
      : 'A digest of new posts, with some recommended reading, will come here on Mondays at nine.',
  }[wish.when];
  return {
    ...reply(language, zh ? `已订阅${wishText(wish, language)}` : `Subscribed to ${wishText(wish, language)}`),
    text: when,
    actions: [
      commandAction(zh ? '我的订阅' : 'subscriptions'),
      commandAction(wishCommand('unsubscribe', wish, language)),
    ],
  };
}

function already(wish: Wish, language: Language): Message {
  const zh = language === 'zh';
  return {
    ...reply(
      language,
      zh ? `这里已经订阅了${wishText(wish, language)}` : `Already subscribed to ${wishText(wish, language)}`,
    ),
    actions: [commandAction(zh ? '我的订阅' : 'subscriptions')],
  };
}

function tooMany(language: Language): Message {
  const zh = language === 'zh';
  return {
    ...reply(language, zh ? '这里的订阅已经太多了' : 'There are too many subscriptions here'),
    text: zh
      ? `一个地方最多 ${MOST_SUBSCRIPTIONS} 个，请先退订几个。`
      : `One place can have ${MOST_SUBSCRIPTIONS} at most; end some of them first.`,
    actions: [commandAction(zh ? '我的订阅' : 'subscriptions')],
  };
}

function whatToSubscribe({ language, argument }: Asked, context: BotContext): Message {
  const zh = language === 'zh';
  const [tag] = context.library.terms('tag');
  const [author] = context.library.terms('author');
  const verb = zh ? '订阅' : 'subscribe';
  const examples = [
    ...(tag ? [`${verb} ${KINDS.tag.one[language]} ${nameText(tag.name)}`] : []),
    ...(author ? [`${verb} ${KINDS.author.one[language]} ${nameText(author.name)}`] : []),
    `${verb} ${zh ? '全部' : 'all'}`,
  ];
  const shown = echo(argument);
  const title =
    argument === ''
      ? zh
        ? '要订阅什么？'
        : 'Subscribe to what?'
      : zh
        ? `没有叫「${shown}」的标签、分类或作者`
        : `There is no tag, category or author “${shown}”`;
  return {
    ...reply(language, title),
    text: zh
      ? `可以订阅标签、分类、作者、搜索词或全部文章，例如「${examples[0]}」。`
      : `A tag, a category, an author, search words or everything, for example “${examples[0]}”.`,
    actions: examples.map(commandAction),
  };
}

/** A term nobody used yet is more often a typo than a wish; in quotes it is taken as it is. */
function unknownTerm(wish: Wish, language: Language, context: BotContext): Message | undefined {
  const { kind } = wish;
  if (kind === 'all' || kind === 'search' || wish.exact || context.library.term(kind, wish.value)) return undefined;
  const near = context.library.nearestTerms(kind, wish.value, SUGGESTIONS);
  const anyway = wishCommand('subscribe', { ...wish, exact: true }, language);
  const shown = echo(wish.value);
  const zh = language === 'zh';
  const one = KINDS[kind].one[language];
  const names = near.map((term) => term.name).join(zh ? '、' : ', ');
  const title = zh
    ? `没有叫「${shown}」的${one}，所以还没有订阅`
    : `There is no ${one} “${shown}”, so nothing is subscribed yet`;
  const guess = near.length === 0 ? '' : zh ? `你要找的是不是：${names}？` : `Did you mean ${names}? `;
  const insist = zh ? `如果就是它，请加引号：${anyway}` : `If you do mean it, put it in quotes: ${anyway}`;
  const commands = near.map((term) => wishCommand('subscribe', { ...wish, value: term.name }, language));
  return { ...reply(language, title), text: guess + insist, actions: [...commands, anyway].map(commandAction) };
}
