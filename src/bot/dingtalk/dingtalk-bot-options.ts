import type { z } from 'zod';
import type { dingtalkBotSchema } from '../../config/schema.js';
import type { Language } from '../../message/message.js';
import type { Bot } from '../create-bot.js';
import type { MayChange } from '../may-change.js';

/** What the DingTalk side of the bot needs to know. */
export interface DingtalkBotOptions {
  bot: Bot;
  /** `bot.dingtalk` of the config. */
  config: z.output<typeof dingtalkBotSchema>;
  /** The language of places where none was chosen. */
  language: Language;
  /** IANA zone for dates without their own. */
  timezone: string;
  /** `bot.mayChange` of the config: who may change a group's subscriptions and language. */
  mayChange: MayChange;
}
