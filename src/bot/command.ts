import type { Language, Message } from '../message/message.js';
import type { BotContext } from './bot-context.js';
import type { Question } from './question.js';

/** A text in every language we speak. */
export type Texts = Record<Language, string>;

/** What was asked of a command. */
export interface Asked {
  /** What followed the command's word: NFKC, trimmed, without trailing punctuation; '' if nothing did. */
  argument: string;
  /** A number that stood before the command ("5 latest posts"), already within 1..20. */
  count?: number;
  /** How many results to pass over: `after:5`. */
  after: number;
  /** Language of the answer. */
  language: Language;
  question: Question;
  /** All commands, for `help`. */
  commands: readonly Command[];
}

/** A bot command: one file in `commands/` and one line in `commands/index.ts`. */
export interface Command {
  name: string;
  /**
   * What people type first, in any language and any case; the first one is the canonical one. The longest word that
   * fits wins, so `tags` is not `tag s`. All are understood whatever the language of the place.
   */
  words: Record<Language, readonly [string, ...string[]]>;
  /** The line's left side in `help`, e.g. `tag NAME [N]`. */
  usage: Texts;
  /** The line's right side in `help`. */
  help: Texts;
  /** It changes something here: a typo is then never carried out, only asked about. */
  changes?: boolean;
  /** @returns the answer, or undefined when the argument makes no sense of this command. */
  run(asked: Asked, context: BotContext): Message | undefined | Promise<Message | undefined>;
}
