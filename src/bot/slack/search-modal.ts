import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Language } from '../../message/message.js';
import { reply } from '../reply.js';
import { askInSlack, languageIn } from './ask-in-slack.js';
import { resultView } from './result-view.js';
import type { SlackBotOptions } from './slack-bot-options.js';

const CALLBACK = 'search';
/**
 * Slack waits three seconds for the answer to a form (docs.slack.dev/surfaces/modals); a search in the first moments after
 * a first start waits longer, for the index.
 */
const PATIENCE = 2_000;
/** Slack shows a pushed view a moment after it has our answer; before that there is nothing to update. */
const UNTIL_SHOWN = 500;

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
    const asked = askInSlack(`search ${words}`, { channel, user: body.user.id }, client, options);
    const soon = await Promise.race([asked, sleep(PATIENCE, undefined, { ref: false })]);
    if (soon) return ack({ response_action: 'push', view: resultView(soon, channel, options.timezone) });
    const external_id = randomUUID();
    const language = await languageIn(channel, options);
    const moment = reply(language, language === 'zh' ? '正在搜索，请稍等…' : 'Searching, one moment…');
    await ack({ response_action: 'push', view: { ...resultView(moment, channel, options.timezone), external_id } });
    const [message] = await Promise.all([asked, sleep(UNTIL_SHOWN, undefined, { ref: false })]);
    await client.views.update({ external_id, view: resultView(message, channel, options.timezone) });
  });
}
