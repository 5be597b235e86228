import type { z } from 'zod';
import type { slackBotSchema } from '../../config/schema.js';
import type { DraftDesk } from '../../digest/draft-decision.js';
import type { Language } from '../../message/message.js';
import type { Bot } from '../create-bot.js';
import type { MayChange } from '../may-change.js';

/** What the Slack side of the bot needs to know. */
export interface SlackBotOptions {
  bot: Bot;
  /** `bot.slack` of the config. */
  config: z.output<typeof slackBotSchema>;
  /** The language of places where none was chosen. */
  language: Language;
  /** IANA zone for dates without their own. */
  timezone: string;
  /** `bot.mayChange` of the config: who may change a channel's subscriptions and language. */
  mayChange: MayChange;
  /** Where reviewers' decisions go; absent: nothing is reviewed here. */
  drafts?: DraftDesk;
}
