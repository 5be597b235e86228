import type { Message } from '../message/message.js';
import type { BotContext } from './bot-context.js';
import type { Asked } from './command.js';
import { splitCount } from './count.js';
import { type AskedKind, answerTerm, answerTerms } from './term-answers.js';

/** `tags`, `tags 10`; `tags MOSN` is taken for `tag MOSN`. */
export function answerTermList(kind: AskedKind, asked: Asked, context: BotContext): Message {
  const { rest, count } = splitCount(asked.argument);
  if (rest !== '') return answerTerm(kind, asked, context);
  return answerTerms(kind, { ...asked, count: asked.count ?? count }, context);
}
