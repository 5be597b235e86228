import type { World } from '../../world.js';
import { ChannelError } from '../channel.js';
import { answerObject } from '../fetch-answer.js';
import { callTelegram } from './call-telegram.js';

/**
 * Asks who the bot is, and whether it may write in the chat: getMe, getChat, getChatMember.
 * @throws {ChannelError} when it may not, or Telegram cannot be asked
 */
export async function checkTelegram(
  options: { token: string; chat: string; apiUrl: string },
  ask: Pick<World, 'fetch'> & { signal: AbortSignal },
): Promise<string> {
  const result = async (method: string, request: object = {}) =>
    (answerObject(await callTelegram(ask, options, method, request, ask.signal))?.result ?? {}) as Record<
      string,
      unknown
    >;
  const bot = await result('getMe');
  const chat = await result('getChat', { chat_id: options.chat });
  const name = `@${bot.username}`;
  const where = `${chat.title ?? options.chat}`;
  const fine = `Telegram knows the bot (${name}), which may write in ${where}`;
  // Whoever talks to a bot alone has let it in; such a chat has no members to ask for.
  if (chat.type === 'private') return fine;
  const member = await result('getChatMember', { chat_id: options.chat, user_id: bot.id });
  if (member.status === 'left' || member.status === 'kicked') {
    const hint = 'add the bot to the chat; in a channel, as an admin who may post';
    throw new ChannelError('never', { message: `${name} is not in ${where}`, hint });
  }
  if (chat.type === 'channel' && member.can_post_messages !== true) {
    const hint = 'make the bot an admin of the channel, with the right to post messages';
    throw new ChannelError('never', { message: `${name} may not post in ${where}`, hint });
  }
  if (member.can_send_messages === false) {
    const hint = 'let it send messages, in the group’s permissions';
    throw new ChannelError('never', { message: `${name} may not write in ${where}`, hint });
  }
  return fine;
}
