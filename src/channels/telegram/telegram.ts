import { z } from 'zod';
import type { Receipt } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import { type Channel, ChannelError, type ChannelType } from '../channel.js';
import { type Answer, answerObject } from '../fetch-answer.js';
import { callTelegram } from './call-telegram.js';
import { checkTelegram } from './check-telegram.js';
import { renderTelegram, type TelegramPayload } from './render-telegram.js';

/*
 * A Telegram channel or group through a bot: core.telegram.org/bots/api. A bot can change and delete its messages, but cannot
 * look for one it lost sight of, and Telegram takes no idempotency key.
 */

const telegramOptions = z.strictObject({
  /** As @BotFather gave it: `110201543:AAH…`. */
  token: z.string().min(1),
  /** `@name` of a public channel or group, or the number of any chat. */
  chat: z.union([z.number().int().transform(String), z.string().min(1)]).check(({ value, issues }) => {
    const name = /^(?:https?:\/\/)?t\.me\/(\w+)\/?$/.exec(value)?.[1] ?? /^[A-Za-z]\w+$/.exec(value)?.[0];
    if (name) issues.push({ code: 'custom', input: value, message: `should be written as "@${name}"` });
  }),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
});
type TelegramOptions = z.output<typeof telegramOptions>;

export const telegram: ChannelType<TelegramOptions, TelegramPayload> = {
  type: 'telegram',
  options: telegramOptions,
  secrets: ['token'],
  // core.telegram.org/bots/faq: one message a second in a chat and 20 a minute in a group: both hold.
  rate: { count: 1, per: 3_000 },
  render: renderTelegram,
  open: openTelegram,
  check: checkTelegram,
};

function openTelegram(options: TelegramOptions, world: World): Channel<TelegramPayload> {
  const call = (method: string, request: object, signal: AbortSignal) =>
    callTelegram(world, options, method, request, signal);
  return {
    send: async (payload, { signal }) =>
      receipt(await call('sendMessage', { chat_id: options.chat, ...payload }, signal)),
    update: async (payload, { receipt: sent, signal }) => {
      // It stands there already: an earlier try did arrive.
      await unless(/message is not modified/, call('editMessageText', { ...place(sent), ...payload }, signal));
      return sent;
    },
    delete: async ({ receipt: sent, signal }) => {
      // Somebody else took it away first.
      await unless(/message to delete not found/, call('deleteMessage', place(sent), signal));
    },
  };
}

function place({ chat, message }: Receipt) {
  return { chat_id: chat, message_id: Number(message) };
}

async function unless(harmless: RegExp, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ChannelError) || !harmless.test(error.message)) throw error;
  }
}

function receipt(answer: Answer): Receipt {
  const { message_id, chat } = (answerObject(answer)?.result ?? {}) as { message_id?: number; chat?: { id?: number } };
  if (message_id === undefined || chat?.id === undefined) {
    throw new ChannelError('doubt', { message: 'Telegram answered without the message’s number' });
  }
  return { chat: String(chat.id), message: String(message_id) };
}
