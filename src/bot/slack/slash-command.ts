import type { App, Logger } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { commands } from '../commands/index.js';
import { parseCommand } from '../parse-command.js';
import { askInSlack, languageIn, type SlackAsker } from './ask-in-slack.js';
import { drawReply } from './draw-reply.js';
import { searchForm } from './search-modal.js';
import { respondChecked, sendDrawing } from './send-drawing.js';
import type { SlackBotOptions } from './slack-bot-options.js';
import { subscribeForm } from './subscribe-modal.js';

/** `/posts TEXT`: acknowledged at once, answered through the response URL, visible only to the asker. */
export function answerSlashCommands(app: App, options: SlackBotOptions): void {
  // Ahead of the listeners: Bolt asks each of them about every request, and commands are most of the requests. Whatever
  // the command is called in the Slack app, it is ours.
  app.use(async (args) => {
    if (!('command' in args)) return args.next();
    const { command, ack, respond, client, logger } = args;
    await ack();
    const asker = { channel: command.channel_id, user: command.user_id };
    const form = await formFor(command.text, asker, options);
    if (form && (await opened(form, command.trigger_id, client, logger))) return;
    const message = await askInSlack(command.text, asker, client, options);
    const drawing = drawReply(message, { timezone: options.timezone, shareable: command.text });
    await sendDrawing(drawing, (each) => respondChecked(respond, { response_type: 'ephemeral', ...each }));
  });
}

/** Whether the form opened; when it came too late (a trigger lives three seconds) the question is answered in words. */
async function opened(view: ModalView, trigger_id: string, client: WebClient, logger: Logger): Promise<boolean> {
  try {
    await client.views.open({ trigger_id, view });
    return true;
  } catch (error) {
    logger.warn('a form did not open', error);
    return false;
  }
}

/** `search` and `subscribe` with nothing behind them are easier to fill in than to type. */
async function formFor(text: string, asker: SlackAsker, options: SlackBotOptions) {
  const parsed = parseCommand(text, commands);
  if (parsed.type !== 'command' || parsed.argument !== '') return undefined;
  if (parsed.command.name === 'search') return searchForm(asker.channel, await languageIn(asker.channel, options));
  if (parsed.command.name === 'subscribe')
    return subscribeForm(asker.channel, await languageIn(asker.channel, options), options);
  return undefined;
}
