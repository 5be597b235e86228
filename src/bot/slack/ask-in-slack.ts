import type { WebClient } from '@slack/web-api';
import type { Language, Message } from '../../message/message.js';
import { type Role, roleMayChange } from '../may-change.js';
import type { SlackBotOptions } from './slack-bot-options.js';
import { slackText } from './slack-text.js';

/** Where and by whom something was asked in Slack. */
export interface SlackAsker {
  /** Channel, group or direct message: C…, G…, D…. */
  channel: string;
  /** U… or W…. */
  user: string;
}

/** Puts a question of Slack to the bot. `text` is still in Slack's encoding. */
export function askInSlack(
  text: string,
  asker: SlackAsker,
  client: WebClient,
  { bot, language, mayChange }: SlackBotOptions,
): Promise<Message> {
  return bot.ask({
    text: slackText(text),
    destination: `slack/${asker.channel}`,
    user: `slack/${asker.user}`,
    language,
    mayChange: async () =>
      mayChange === 'everyone' ||
      asker.channel.startsWith('D') ||
      roleMayChange(await slackRole(asker.user, client), mayChange),
  });
}

/** The language a place chose, for what is shown before anything is asked (forms, unfurled links). */
export async function languageIn(channel: string, { bot, language }: SlackBotOptions): Promise<Language> {
  const settings = await bot.context().subscriptions?.settings(`slack/${channel}`);
  return settings?.language ?? language;
}

/** Needs the scope `users:read`. docs.slack.dev/reference/methods/users.info */
async function slackRole(user: string, client: WebClient): Promise<Role> {
  const { user: info } = await client.users.info({ user });
  if (info?.is_admin || info?.is_owner) return 'admin';
  return info?.is_restricted || info?.is_ultra_restricted || info?.is_stranger ? 'guest' : 'member';
}
