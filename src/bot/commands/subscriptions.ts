import type { Command } from '../command.js';
import { isLastingPlace, wishCommand } from '../subscription.js';
import { nowhereToSubscribe, subscriptionsReply } from '../subscription-answers.js';

export const subscriptions: Command = {
  name: 'subscriptions',
  words: {
    en: ['subscriptions', 'subscription', 'my subscriptions', 'subscribed'],
    zh: ['我的订阅', '订阅列表', '查看订阅', '已订阅', '我的訂閱'],
  },
  usage: { en: 'subscriptions', zh: '我的订阅' },
  help: { en: 'what this place is subscribed to', zh: '这里订阅了什么' },
  async run({ language, question }, context) {
    if (!context.subscriptions || !isLastingPlace(question.destination)) return nowhereToSubscribe(language);
    const list = await context.subscriptions.list(question.destination);
    return subscriptionsReply(list, language, (wish) => wishCommand('unsubscribe', wish, language));
  },
};
