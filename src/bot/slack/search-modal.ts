import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Language } from '../../message/message.js';
import { askInSlack } from './ask-in-slack.js';
import { resultView } from './result-view.js';
import type { SlackBotOptions } from './slack-bot-options.js';

const CALLBACK = 'search';

/** The search form. `channel` is the place it was opened from. */
export function searchForm(channel: string, language: Language): ModalView {
  const zh = language === 'zh';
  return {
    type: 'modal',
    callback_id: CALLBACK,
    private_metadata: channel,
    title: { type: 'plain_text', text: zh ? '搜索文章' : 'Search posts' },
    submit: { type: 'plain_text', text: zh ? '搜索' : 'Search' },
    close: { type: 'plain_text', text: zh ? '取消' : 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'words',
        label: { type: 'plain_text', text: zh ? '要找什么？' : 'What are you looking for?' },
        element: { type: 'plain_text_input', action_id: 'value', max_length: 200, focus_on_load: true },
      },
    ],
  };
}

/** The results go on top of the form, so that "Back" leads to another search. */
export function answerSearchForms(app: App, options: SlackBotOptions): void {
  app.view(CALLBACK, async ({ ack, view, body, client }) => {
    const words = view.state.values.words?.value?.value ?? '';
    const channel = view.private_metadata || body.user.id;
    const message = await askInSlack(`search ${words}`, { channel, user: body.user.id }, client, options);
    await ack({ response_action: 'push', view: resultView(message, channel, options.timezone) });
  });
}
