import type { Subscription } from '../engine/engine.js';
import type { Language, Message } from '../message/message.js';
import { echo, reply } from './reply.js';
import type { Wish } from './subscription.js';
import { commandAction, KINDS } from './term-answers.js';

/** `tag MOSN`, `标签「MOSN」`, `everything`; with how often, unless at once. */
export function wishText(
  wish: Pick<Wish, 'kind' | 'value'> & { when?: Subscription['when'] },
  language: Language,
): string {
  const zh = language === 'zh';
  const value = echo(wish.value);
  const what =
    wish.kind === 'all'
      ? zh
        ? '全部文章'
        : 'everything'
      : wish.kind === 'search'
        ? zh
          ? `搜索「${value}」`
          : `search “${value}”`
        : zh
          ? `${KINDS[wish.kind].one.zh}「${value}」`
          : `${KINDS[wish.kind].one.en} ${value}`;
  const when = {
    instant: '',
    daily: zh ? '（每天汇总）' : ' (once a day)',
    weekly: zh ? '（每周汇总）' : ' (once a week)',
  };
  return what + when[wish.when ?? 'instant'];
}

/** @param why in the language of the answer, where there is more to say than that it is the wrong medium */
export function nowhereToSubscribe(language: Language, why?: string): Message {
  const zh = language === 'zh';
  return {
    ...reply(language, zh ? '这里不能订阅' : 'There is nothing to subscribe here'),
    text:
      why ??
      (zh
        ? '请在 Slack 或钉钉里对我说同样的话，或者在阅读器里订阅本站的 RSS。'
        : 'Say the same to me in Slack or DingTalk, or take one of the feeds into your reader.'),
  };
}

export function notAllowed(language: Language): Message {
  const zh = language === 'zh';
  return {
    ...reply(language, zh ? '这里的设置不能由你修改' : 'You may not change that here'),
    text: zh
      ? '本频道的订阅和语言只有指定的人可以修改，请找管理员帮忙；也可以私聊我，订阅给自己。'
      : 'Only some people may change the subscriptions and language of this channel: ask an admin, or subscribe for yourself in a direct message to me.',
  };
}

/** The subscriptions of a place, each with a button to end it. */
export function subscriptionsReply(
  list: readonly Subscription[],
  language: Language,
  command: (wish: Subscription) => string,
): Message {
  const zh = language === 'zh';
  if (list.length === 0) {
    return {
      ...reply(language, zh ? '这里还没有订阅' : 'No subscriptions here yet'),
      text: zh
        ? '用「订阅 标签 名称」订阅一个标签，用「订阅 全部」订阅所有文章。'
        : 'Ask “subscribe tag NAME” for a tag, or “subscribe all” for everything.',
      actions: [commandAction(zh ? '标签列表' : 'tags'), commandAction(zh ? '订阅 全部' : 'subscribe all')],
      total: 0,
    };
  }
  const items = list.map((subscription) => ({
    title: wishText(subscription, language),
    ...(subscription.paused !== undefined && {
      reason: zh ? `已暂停：${subscription.paused}` : `paused: ${subscription.paused}`,
    }),
  }));
  return {
    ...reply(language, zh ? '这里的订阅' : 'Subscriptions here'),
    text: zh ? `共 ${list.length} 个。` : `${list.length} in all.`,
    sections: [{ items }],
    actions: list.map((subscription) => ({
      type: 'command',
      label: zh
        ? `退订${wishText({ ...subscription, when: undefined }, language)}`
        : `End ${wishText({ ...subscription, when: undefined }, language)}`,
      command: command(subscription),
    })),
    total: list.length,
  };
}
