import type { Subscription, Subscriptions } from '../../engine/engine.js';
import { foldTerm } from '../../library/fold-term.js';
import type { Language, Message } from '../../message/message.js';
import type { BotContext } from '../bot-context.js';
import type { Command } from '../command.js';
import { reply } from '../reply.js';
import { readWish, wishCommand } from '../subscription.js';
import { notAllowed, nowhereToSubscribe, subscriptionsReply, wishText } from '../subscription-answers.js';
import { bareName, commandAction } from '../term-answers.js';

export const unsubscribe: Command = {
  name: 'unsubscribe',
  words: {
    en: ['unsubscribe', 'unsubscribe from', 'unfollow', 'stop'],
    zh: ['退订', '退訂', '取消订阅', '取消关注'],
  },
  usage: { en: 'unsubscribe …', zh: '退订 …' },
  help: { en: 'ends a subscription; “all” ends every one', zh: '退订；「退订 全部」退订所有' },
  changes: true,
  async run({ argument, language, question }, context) {
    const { subscriptions } = context;
    if (!subscriptions) return nowhereToSubscribe(language);
    const there = await subscriptions.list(question.destination);
    const meant = argument === '' ? [] : whichOnes(argument, there, context);
    if (meant.length === 0) return chooseOne(there, argument, language);
    if (question.mayChange && !(await question.mayChange())) return notAllowed(language);
    await removeAll(meant, subscriptions);
    return ended(meant, language);
  },
};

/** By kind and value in any spelling; `all` means every one; a bare word any that has it. */
function whichOnes(argument: string, there: readonly Subscription[], context: BotContext): Subscription[] {
  const key = foldTerm(bareName(argument));
  const wish = readWish(argument, context.library);
  if (wish?.kind === 'all') return [...there];
  const exact = there.filter(
    (subscription) => wish && subscription.kind === wish.kind && foldTerm(subscription.value) === foldTerm(wish.value),
  );
  return exact.length > 0 ? exact : there.filter((subscription) => foldTerm(subscription.value) === key);
}

async function removeAll(meant: readonly Subscription[], subscriptions: Subscriptions): Promise<void> {
  for (const { id } of meant) await subscriptions.remove(id);
}

function chooseOne(there: readonly Subscription[], argument: string, language: Language): Message {
  const list = subscriptionsReply(there, language, (wish) => wishCommand('unsubscribe', wish, language));
  if (there.length === 0) return list;
  const zh = language === 'zh';
  return {
    ...list,
    title:
      argument === ''
        ? zh
          ? '退订哪一个？'
          : 'Which one?'
        : zh
          ? '这里没有这个订阅'
          : 'There is no such subscription here',
  };
}

function ended(meant: readonly Subscription[], language: Language): Message {
  const zh = language === 'zh';
  const what = meant.map((wish) => wishText({ ...wish, when: undefined }, language)).join(zh ? '、' : ', ');
  const back = meant.length === 1 && meant[0] ? [commandAction(wishCommand('subscribe', meant[0], language))] : [];
  return {
    ...reply(language, zh ? `已退订${what}` : `Unsubscribed from ${what}`),
    actions: [...back, commandAction(zh ? '我的订阅' : 'subscriptions')],
  };
}
