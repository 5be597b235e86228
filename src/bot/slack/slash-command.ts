import type { App } from '@slack/bolt';
import { askInSlack } from './ask-in-slack.js';
import { drawReply } from './draw-reply.js';
import type { SlackBotOptions } from './slack-bot-options.js';

/** `/posts TEXT`: acknowledged at once, answered through the response URL, visible only to the asker. */
export function answerSlashCommands(app: App, options: SlackBotOptions): void {
  // Whatever the command is called in the Slack app, it is ours.
  app.command(/^\//, async ({ command, ack, respond, client }) => {
    await ack();
    const asker = { channel: command.channel_id, user: command.user_id };
    const message = await askInSlack(command.text, asker, client, options);
    const drawing = drawReply(message, { timezone: options.timezone, shareable: command.text });
    await respond({ response_type: 'ephemeral', ...drawing });
  });
}
