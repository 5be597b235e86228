import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { draftIntro, draftSource } from '../../digest/draft.js';
import type { Draft } from '../../engine/engine.js';
import type { Language } from '../../message/message.js';
import { reviewAnswer } from './review-answers.js';
import { reviewerOf } from './reviewer-of.js';
import type { SlackBotOptions } from './slack-bot-options.js';

const CALLBACK = 'review_intro';
/** docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element: max_length, initial_value */
const LONGEST_INTRO = 3000;

/** The form for a draft's opening words. */
export function introForm(draft: Draft, language: Language): ModalView {
  const zh = language === 'zh';
  const intro = draftIntro(draftSource(draft));
  return {
    type: 'modal',
    callback_id: CALLBACK,
    private_metadata: JSON.stringify({ draft: draft.id, language }),
    title: { type: 'plain_text', text: zh ? '修改开头' : 'Edit the opening' },
    submit: { type: 'plain_text', text: zh ? '保存' : 'Save' },
    close: { type: 'plain_text', text: zh ? '取消' : 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'intro',
        optional: true,
        label: { type: 'plain_text', text: zh ? '这一期的开头' : 'What the edition opens with' },
        hint: {
          type: 'plain_text',
          text: zh ? '可以用 Markdown。留空就没有开头。' : 'Markdown is fine. Leave it empty for no opening.',
        },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: LONGEST_INTRO,
          focus_on_load: true,
          ...(intro !== '' && intro.length <= LONGEST_INTRO && { initial_value: intro }),
        },
      },
    ],
  };
}

/** Saving changes the draft; its message in the review channel follows. */
export function answerIntroForms(app: App, { drafts }: SlackBotOptions): void {
  if (!drafts) return;
  app.view(CALLBACK, async ({ ack, view, body }) => {
    const { draft, language }: { draft: string; language: Language } = JSON.parse(view.private_metadata);
    const text = view.state.values.intro?.value?.value ?? '';
    const answer = await drafts.decide(draft, { type: 'intro', text }, reviewerOf(body.user));
    const trouble = reviewAnswer(answer, language);
    await ack(trouble === undefined ? undefined : { response_action: 'errors', errors: { intro: trouble } });
  });
}
