import type { App, BlockAction, ButtonAction, RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { REVIEW_ACTION } from '../../channels/slack/render-slack.js';
import type { DraftDecision, DraftDesk, Reviewer } from '../../digest/draft-decision.js';
import type { ReviewAction } from '../../message/message.js';
import { languageIn } from './ask-in-slack.js';
import { introForm } from './intro-form.js';
import { reviewAnswer } from './review-answers.js';
import { reviewerOf } from './reviewer-of.js';
import { respondChecked } from './send-drawing.js';
import type { SlackBotOptions } from './slack-bot-options.js';

/** The buttons of a draft in its review channel. The message itself shows what comes of them; only trouble is told in private. */
export function answerReviewers(app: App, options: SlackBotOptions): void {
  const { drafts } = options;
  if (!drafts) return;
  app.action<BlockAction<ButtonAction>>(REVIEW_ACTION, async ({ ack, body, action, client, respond }) => {
    await ack();
    const step = REVIEW_ACTION.exec(action.action_id)?.[1] as ReviewAction['step'];
    const { draft, detail } = readValue(action.value ?? '');
    const press: Press = {
      ...{ draft, respond, reviewer: reviewerOf(body.user), triggerId: body.trigger_id },
      channel: body.channel?.id ?? '',
    };
    if (step === 'intro') return openForm(press, drafts, client, options);
    const answer = await drafts.decide(draft, decisionOf(step, detail), press.reviewer);
    const text = reviewAnswer(answer, await languageIn(press.channel, options));
    if (text !== undefined) await tell(text, respond);
  });
}

interface Press {
  draft: string;
  channel: string;
  reviewer: Reviewer;
  triggerId: string;
  respond: RespondFn;
}

/** Who may not decide is told before they write. */
async function openForm(press: Press, drafts: DraftDesk, client: WebClient, options: SlackBotOptions): Promise<void> {
  const language = await languageIn(press.channel, options);
  const draft = await drafts.draft(press.draft);
  if (draft?.state === 'waiting' && (await drafts.mayDecide(draft, press.reviewer))) {
    await client.views.open({ trigger_id: press.triggerId, view: introForm(draft, language) });
    return;
  }
  const type = draft === undefined ? 'unknown' : draft.state === 'waiting' ? 'not-allowed' : 'decided';
  const text = reviewAnswer(draft && type !== 'unknown' ? { type, draft } : { type: 'unknown' }, language);
  if (text !== undefined) await tell(text, press.respond);
}

function decisionOf(step: Exclude<ReviewAction['step'], 'intro'>, detail: number): DraftDecision {
  switch (step) {
    case 'approve':
      return { type: 'approve', version: detail };
    case 'skip':
      return { type: 'skip' };
    default:
      return { type: step, link: detail };
  }
}

/** `DETAIL DRAFT`; see reviewButton in render-slack.ts. */
function readValue(value: string): { draft: string; detail: number } {
  const space = value.indexOf(' ');
  return { detail: Number(value.slice(0, space)), draft: value.slice(space + 1) };
}

function tell(text: string, respond: RespondFn): Promise<void> {
  return respondChecked(respond, { response_type: 'ephemeral', replace_original: false, text });
}
