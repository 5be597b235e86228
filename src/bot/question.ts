import type { Language } from '../message/message.js';

/** One thing somebody asked the bot, in whatever medium. */
export interface Question {
  /** As typed; the medium has only undone its own encoding (entities, `<url|label>`). */
  text: string;
  /** Address of the place it was asked in (`slack/C012`, `dingtalk/cid…`, `web/…`, `cli`): what subscriptions and settings belong to. */
  destination: string;
  /** Who asks, unique within the medium; for the rate limit and for `createdBy`. */
  user: string;
  /** Language of the place, unless `language` was said there. */
  language: Language;
  /** Whether the asker may change this place's subscriptions and language; absent: yes. Asked only when it matters. */
  mayChange?(): Promise<boolean>;
  /** Why no announcement can reach this place, where that is so: subscribing is then refused with these words. */
  undeliverable?: Record<Language, string>;
}
