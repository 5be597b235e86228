import type { App } from '@slack/bolt';
import { askInSlack } from './ask-in-slack.js';
import { drawReply } from './draw-reply.js';
import { sendDrawing } from './send-drawing.js';
import type { SlackBotOptions } from './slack-bot-options.js';

/** A mention in a channel: answered there, in its thread if it stands in one, visible only to the asker. */
export function answerMentions(app: App, options: SlackBotOptions): void {
  app.event('app_mention', async ({ event, client }) => {
    const { user, channel, text, thread_ts } = event;
    if (user === undefined || isFromBot(event)) return;
    const message = await askInSlack(text, { channel, user }, client, options);
    const drawing = drawReply(message, { timezone: options.timezone, shareable: text });
    // An ephemeral message in a thread that nobody has opened yet would show nowhere: so only in one that is there.
    await sendDrawing(drawing, (each) =>
      client.chat.postEphemeral({ channel, user, ...(thread_ts && { thread_ts }), ...each }),
    );
  });
}

/** A direct message: nobody else reads there, so the answer is a message like any other. */
export function answerDirectMessages(app: App, options: SlackBotOptions): void {
  app.event('message', async ({ event, client }) => {
    // Every subtype (edits, deletions, joins, messages of bots) is news about a message, not somebody asking.
    if (event.subtype !== undefined || event.channel_type !== 'im' || isFromBot(event)) return;
    const { channel, user, text = '', thread_ts } = event;
    const message = await askInSlack(text, { channel, user }, client, options);
    const place = { channel, ...(thread_ts && { thread_ts }), unfurl_links: false, unfurl_media: false };
    await sendDrawing(drawReply(message, { timezone: options.timezone }), (each) =>
      client.chat.postMessage({ ...place, ...each }),
    );
  });
}

/** Two bots that answer each other never end. */
function isFromBot(event: { bot_id?: string; bot_profile?: unknown; user?: string }): boolean {
  return Boolean(event.bot_id || event.bot_profile || event.user === undefined || event.user === 'USLACKBOT');
}
