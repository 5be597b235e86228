import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { askInSlack, languageIn } from './ask-in-slack.js';
import { drawReply } from './draw-reply.js';
import { searchForm } from './search-modal.js';
import { respondChecked, sendDrawing } from './send-drawing.js';
import type { SlackBotOptions } from './slack-bot-options.js';
import { slackText } from './slack-text.js';
import { subscribeForm } from './subscribe-modal.js';

/** The shortcuts of the app, by their `callback_id` in the manifest. */
export const SHORTCUTS = { related: 'related_posts', search: 'search_posts', subscribe: 'subscribe_posts' } as const;
/** What of a long message is compared with the posts. */
const LONGEST_QUERY = 200;

/** "Related posts" on any message, and the forms from anywhere. */
export function answerShortcuts(app: App, options: SlackBotOptions): void {
  app.shortcut<MessageShortcut>(
    { callback_id: SHORTCUTS.related, type: 'message_action' },
    async ({ shortcut, ack, respond, client }) => {
      await ack();
      const asker = { channel: shortcut.channel.id, user: shortcut.user.id };
      const question = `related ${subjectOf(shortcut, options)}`;
      const message = await askInSlack(question, asker, client, options);
      const drawing = drawReply(message, { timezone: options.timezone, shareable: question });
      const answer = { response_type: 'ephemeral', replace_original: false } as const;
      await sendDrawing(drawing, (each) => respondChecked(respond, { ...answer, ...each }));
    },
  );

  app.shortcut<GlobalShortcut>(
    { callback_id: SHORTCUTS.search, type: 'shortcut' },
    async ({ shortcut, ack, client }) => {
      await ack();
      const { id } = shortcut.user;
      await client.views.open({ trigger_id: shortcut.trigger_id, view: searchForm(id, await languageIn(id, options)) });
    },
  );

  app.shortcut<GlobalShortcut>(
    { callback_id: SHORTCUTS.subscribe, type: 'shortcut' },
    async ({ shortcut, ack, client }) => {
      await ack();
      const { id } = shortcut.user;
      const view = subscribeForm(id, await languageIn(id, options), options);
      await client.views.open({ trigger_id: shortcut.trigger_id, view });
    },
  );
}

/** The first link to a post in the message, else what it says. */
function subjectOf({ message }: MessageShortcut, { bot }: SlackBotOptions): string {
  const { library } = bot.context();
  // Links may stand in the text, in blocks or in what was unfurled: all of it is JSON text here.
  const links = JSON.stringify(message).match(/https?:\/\/[^\s"<>|\\]+/g) ?? [];
  const known = links.find((link) => library.byUrl(link));
  return (
    known ??
    slackText(message.text ?? '')
      .replace(/\s+/g, ' ')
      .slice(0, LONGEST_QUERY)
  );
}
