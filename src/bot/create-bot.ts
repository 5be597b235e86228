import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Language, Message } from '../message/message.js';
import type { World } from '../world.js';
import { answer } from './answer.js';
import type { BotContext } from './bot-context.js';
import type { Question } from './question.js';
import { createRateLimit } from './rate-limit.js';
import { reply } from './reply.js';

/** What the media talk to: the command core with a limit for each user and an answer for every case. */
export interface Bot {
  /** Never rejects: whatever goes wrong becomes a polite answer and a line in the log. */
  ask(question: Question): Promise<Message>;
  /** The present state of what the commands look at. */
  context(): BotContext;
}

/** @param context called for every question, because the library changes */
export function createBot(context: () => BotContext, world: Pick<World, 'now' | 'log'>): Bot {
  const mayAsk = createRateLimit(world.now);
  const turn = createTurns();
  return {
    context,
    async ask(question) {
      if (!mayAsk(question.user)) return tooFast(question.language);
      await turn();
      try {
        return await answer(question, context());
      } catch (error) {
        world.log.error({ err: error, destination: question.destination }, 'a question could not be answered');
        return broken(question.language);
      }
    },
  };
}

/**
 * One question in each turn of the event loop: a search takes some milliseconds, and requests that came meanwhile are
 * acknowledged before the next one begins.
 */
function createTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => nextTurn());
    return last;
  };
}

function tooFast(language: Language): Message {
  const zh = language === 'zh';
  return {
    ...reply(language, zh ? '请慢一点' : 'One moment, please'),
    text: zh
      ? '你一分钟内问了很多次，稍等一会儿再问我吧。'
      : 'You asked a lot within a minute. Ask me again in a little while.',
  };
}

function broken(language: Language): Message {
  const zh = language === 'zh';
  return {
    ...reply(language, zh ? '我这边出了点问题' : 'Something went wrong on my side'),
    text: zh ? '问题已经记录下来，请过一会儿再试。' : 'It has been noted. Please try again in a while.',
  };
}
