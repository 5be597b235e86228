import type { App } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import type { Language } from '../../message/message.js';
import { askInSlack } from './ask-in-slack.js';
import { resultView } from './result-view.js';
import type { SlackBotOptions } from './slack-bot-options.js';

const CALLBACK = 'subscribe';
const KINDS = {
  tag: { en: 'A tag', zh: '标签' },
  category: { en: 'A category', zh: '分类' },
  author: { en: 'An author', zh: '作者' },
  search: { en: 'Search words', zh: '搜索词' },
  all: { en: 'Everything', zh: '全部文章' },
};
const WHEN = {
  instantly: { en: 'At once', zh: '即时' },
  daily: { en: 'A digest every morning', zh: '每天早上汇总' },
  weekly: { en: 'A digest on Mondays, with recommended reading', zh: '每周一汇总，附推荐阅读' },
};

/** The form to subscribe. `channel` is the place it was opened from, and the one proposed. */
export function subscribeForm(channel: string, language: Language, { bot }: SlackBotOptions): ModalView {
  const zh = language === 'zh';
  const example = bot.context().library.terms('tag')[0]?.name ?? '';
  const select = (texts: Record<string, Record<Language, string>>): [PlainTextOption, ...PlainTextOption[]] =>
    Object.entries(texts).map(([value, text]) => ({ value, text: { type: 'plain_text', text: text[language] } })) as [
      PlainTextOption,
      ...PlainTextOption[],
    ];
  const kinds = select(KINDS);
  const when = select(WHEN);
  return {
    type: 'modal',
    callback_id: CALLBACK,
    private_metadata: channel,
    title: { type: 'plain_text', text: zh ? '订阅' : 'Subscribe' },
    submit: { type: 'plain_text', text: zh ? '订阅' : 'Subscribe' },
    close: { type: 'plain_text', text: zh ? '取消' : 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'kind',
        label: { type: 'plain_text', text: zh ? '订阅什么？' : 'Subscribe to what?' },
        element: { type: 'static_select', action_id: 'value', options: kinds, initial_option: kinds[0] },
      },
      {
        type: 'input',
        block_id: 'name',
        optional: true,
        label: { type: 'plain_text', text: zh ? '名称或搜索词' : 'Its name, or the words' },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: 100,
          ...(example && { placeholder: { type: 'plain_text', text: example.slice(0, 100) } }),
        },
      },
      {
        type: 'input',
        block_id: 'when',
        label: { type: 'plain_text', text: zh ? '多久发一次？' : 'How often?' },
        element: {
          type: 'radio_buttons',
          action_id: 'value',
          options: when,
          initial_option: when[0] as PlainTextOption,
        },
      },
      {
        type: 'input',
        block_id: 'where',
        label: { type: 'plain_text', text: zh ? '发到哪里？' : 'Where to?' },
        hint: {
          type: 'plain_text',
          text: zh ? '私有频道要先邀请我加入。' : 'Invite me to a private channel first.',
        },
        element: {
          type: 'conversations_select',
          action_id: 'value',
          filter: { include: ['public', 'private', 'im'] },
          ...(/^[CDG]/.test(channel) ? { initial_conversation: channel } : { default_to_current_conversation: true }),
        },
      },
    ],
  };
}

/** What the form says is a command like a typed one. */
export function answerSubscribeForms(app: App, options: SlackBotOptions): void {
  app.view(CALLBACK, async ({ ack, view, body, client }) => {
    const { kind, name, when, where } = view.state.values;
    const what = kind?.value?.selected_option?.value ?? 'tag';
    const value = name?.value?.value?.trim() ?? '';
    const channel = where?.value?.selected_conversation ?? view.private_metadata;
    if (what !== 'all' && value === '') {
      const text = 'Please fill this in. · 请填写。';
      await ack({ response_action: 'errors', errors: { name: text } });
      return;
    }
    const command = `subscribe ${what} ${what === 'all' ? '' : value} ${when?.value?.selected_option?.value ?? ''}`;
    const message = await askInSlack(
      command,
      { channel: channel || body.user.id, user: body.user.id },
      client,
      options,
    );
    await ack({ response_action: 'push', view: resultView(message, channel, options.timezone) });
  });
}
