import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { COMMAND_ACTION, LINK_ACTION } from '../../channels/slack/render-slack.js';
import type { Message } from '../../message/message.js';
import { publishHome } from './app-home.js';
import { askInSlack, type SlackAsker } from './ask-in-slack.js';
import { ANSWER_ACTION, drawReply, SHARE_ACTION } from './draw-reply.js';
import { resultView } from './result-view.js';
import { respondChecked, sendDrawing } from './send-drawing.js';
import type { SlackBotOptions } from './slack-bot-options.js';

/** The buttons of answers and announcements. */
export function answerButtons(app: App, options: SlackBotOptions): void {
  // A link opens by itself; Slack only wants to hear that we know.
  app.action(LINK_ACTION, ({ ack }) => ack());

  // In an answer: the next answer takes its place, be it a message, a form or the Home tab.
  app.action<BlockAction<ButtonAction>>(ANSWER_ACTION, async ({ ack, body, action, client, respond }) => {
    await ack();
    const asker = askerOf(body);
    const command = action.value ?? '';
    const message = await askInSlack(command, asker, client, options);
    if (body.view) return replaceView(body, message, client, options);
    const drawing = drawReply(message, {
      timezone: options.timezone,
      ...(isEphemeral(body) && { shareable: command }),
    });
    await sendDrawing(drawing, (each) => respondChecked(respond, { replace_original: true, ...each }));
  });

  // Of an announcement, which stays as it is: the answer is for whoever pressed.
  app.action<BlockAction<ButtonAction>>(COMMAND_ACTION, async ({ ack, body, action, client, respond }) => {
    await ack();
    const command = action.value ?? '';
    const message = await askInSlack(command, askerOf(body), client, options);
    const drawing = drawReply(message, { timezone: options.timezone, shareable: command });
    const answer = { response_type: 'ephemeral', replace_original: false } as const;
    await sendDrawing(drawing, (each) => respondChecked(respond, { ...answer, ...each }));
  });

  // The answer once more, now for everybody, in the thread if it stood in one; the private one goes.
  app.action<BlockAction<ButtonAction>>(SHARE_ACTION, async ({ ack, body, action, client, respond }) => {
    await ack();
    const message = await askInSlack(action.value ?? '', askerOf(body), client, options);
    const drawing = drawReply(message, { timezone: options.timezone, sharedBy: body.user.name ?? body.user.username });
    const thread = body.container.thread_ts as string | undefined;
    const answer = {
      response_type: 'in_channel',
      replace_original: false,
      ...(thread && { thread_ts: thread }),
    } as const;
    await sendDrawing(drawing, (each) => respondChecked(respond, { ...answer, ...each }));
    await respondChecked(respond, { delete_original: true });
  });
}

/** A view is nowhere; it carries the place it was opened from. */
function askerOf(body: BlockAction): SlackAsker {
  const channel = body.channel?.id ?? (body.container.channel_id as string | undefined) ?? body.view?.private_metadata;
  return { channel: channel || body.user.id, user: body.user.id };
}

function isEphemeral(body: BlockAction): boolean {
  return body.container.is_ephemeral === true;
}

async function replaceView(
  body: BlockAction,
  message: Message,
  client: WebClient,
  options: SlackBotOptions,
): Promise<void> {
  const { channel, user } = askerOf(body);
  if (body.view?.type === 'home') return publishHome({ user, channel, result: message }, client, options);
  await client.views.update({ view_id: body.view?.id ?? '', view: resultView(message, channel, options.timezone) });
}
