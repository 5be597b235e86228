import { describe, expect, it } from 'vitest';
import { telegram } from '../../src/channels/telegram/telegram.js';
import { postMessage } from '../../src/message/post-message.js';
import { makePost } from '../support/make-post.js';
import { complaints, failureOf, openForTest } from '../support/send-message.js';
import { startTelegramServer, TELEGRAM_CHAT, TELEGRAM_TOKEN } from '../support/telegram-server.js';

const { signal } = new AbortController();
const tiger = postMessage(
  makePost({
    slug: 'tiger',
    title: '喜迎虎年',
    excerpt: '新的一年，三件事。',
    tags: ['开源'],
    cover: 'https://img.example.org/tiger.png',
  }),
);

async function open(server: Parameters<typeof startTelegramServer>[0] = {}, own: Record<string, unknown> = {}) {
  const platform = await startTelegramServer(server);
  const options = { token: TELEGRAM_TOKEN, chat: TELEGRAM_CHAT, apiUrl: platform.apiUrl, ...own };
  return { platform, ...openForTest(telegram, options) };
}

describe('Telegram', () => {
  it('gets a post as text with its cover above it', async () => {
    const { platform, send } = await open();
    const receipt = await send(tiger);
    expect(platform.messages[0]?.text).toBe(
      '喜迎虎年\n\n新的一年，三件事。\n\n齐天 · 2022年2月3日 · 4 分钟阅读\n#开源\n\n阅读全文',
    );
    expect(platform.messages[0]?.preview).toEqual({
      url: 'https://img.example.org/tiger.png',
      prefer_large_media: true,
      show_above_text: true,
    });
    expect(receipt).toEqual({ chat: '-1001234567890', message: '1' });
  });

  it('shows no page’s preview in place of a cover that is not there', async () => {
    const { draw } = await open();
    expect(draw({ ...tiger, cover: undefined }).link_preview_options).toEqual({ is_disabled: true });
  });

  it('changes a message, and takes one for changed that stands there already', async () => {
    const { platform, send, channel, draw } = await open();
    const receipt = await send(tiger);
    const changed = draw({ ...tiger, title: '喜迎虎年（修订）' });
    expect(await channel.update?.(changed, { receipt, signal })).toEqual(receipt);
    expect(await channel.update?.(changed, { receipt, signal })).toEqual(receipt);
    expect(platform.messages[0]?.text).toContain('喜迎虎年（修订）');
    platform.messages.pop();
    expect(await failureOf(channel.update?.(changed, { receipt, signal }))).toMatchObject({
      kind: 'never',
      hint: 'the message was deleted in Telegram',
    });
  });

  it('is waited for when it was too fast', async () => {
    const { send } = await open({ now: () => 0 });
    await send(tiger);
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'later', retryAfter: 1_000 });
  });

  it.each([
    [
      'kicked',
      'Telegram refused: Forbidden: bot was kicked from the channel chat',
      'add the bot to the chat again; in a channel, as an admin who may post',
    ],
    [
      'left',
      'Telegram refused: Forbidden: bot is not a member of the channel chat',
      'add the bot to the chat again; in a channel, as an admin who may post',
    ],
    [
      'member',
      'Telegram refused: Bad Request: need administrator rights in the channel chat',
      'make the bot an admin of the channel, with the right to post messages',
    ],
  ] as const)('says what a person must do when the bot is %s', async (status, message, hint) => {
    const { platform, send, check } = await open();
    platform.bot = { status };
    const error = await failureOf(send(tiger));
    expect(error).toMatchObject({ kind: 'never', message, hint, destinationGone: status !== 'member' });
    expect(error.message).not.toContain(TELEGRAM_TOKEN);
    expect((await failureOf(check())).hint).toMatch(/as an admin who may post|admin of the channel/);
    expect(platform.messages).toEqual([]);
  });

  it.each([
    [{ token: '1:wrong' }, 'the bot’s token is wrong or was revoked; copy it again from @BotFather'],
    [{ token: 'not a token' }, 'the bot’s token is wrong or was revoked; copy it again from @BotFather'],
    [
      { chat: '@nobody' },
      'check `chat` (@name of a public channel or group, or its number, which starts with -), and add the bot to it',
    ],
  ])('says what a person must do when the config is wrong: %j', async (own, hint) => {
    const { send, check } = await open({}, own);
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'never', hint });
    expect(await failureOf(check())).toMatchObject({ kind: 'never', hint });
  });

  it('tells the new number of a group that became a supergroup', async () => {
    const { platform, send } = await open();
    platform.migratedTo = -1009876543210;
    expect(await failureOf(send(tiger))).toMatchObject({
      kind: 'never',
      destinationGone: true,
      hint: 'the group became a supergroup; set chat: "-1009876543210"',
    });
  });

  it.each([
    ['<html>bad gateway</html>', 'doubt'],
    [{ ok: true, result: true }, 'doubt'],
    [{ ok: false, error_code: 400, description: 'Bad Request: message is too long' }, 'never'],
  ] as const)('with %j means %s', async (body, kind) => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: false, answer: { body } });
    expect((await failureOf(send(tiger))).kind).toBe(kind);
  });

  it('is checked without sending anything', async () => {
    const { platform, check } = await open();
    expect(await check()).toBe('Telegram knows the bot (@postrider_bot), which may write in 社区公告');
    expect(platform.requests.map(({ url }) => url.pathname.split('/').at(-1))).toEqual([
      'getMe',
      'getChat',
      'getChatMember',
    ]);
  });

  it('is checked in a group by what it may do there, and alone with somebody not at all', async () => {
    const { platform, check } = await open();
    Object.assign(platform, { chatType: 'supergroup', bot: { status: 'restricted', can_send_messages: false } });
    expect(await failureOf(check())).toMatchObject({ hint: 'let it send messages, in the group’s permissions' });
    platform.bot = { status: 'member' };
    expect(await check()).toContain('may write in 社区公告');
    platform.chatType = 'private';
    expect(await check()).toContain('may write in 社区公告');
  });

  it('shows an author’s marks as they stand, and lets no name in it notify anybody', async () => {
    const { platform, send } = await open();
    await send({ ...tiger, title: 'a < b & c', text: '问 @durov 或 me@example.org &lt;' });
    expect(platform.messages[0]?.text).toMatch(/^a < b & c\n\n问 @\u2060durov 或 me@example\.org &lt;\n/);
    expect(platform.pinged).toEqual([]);
  });

  it('makes hashtags of tags that can be some', async () => {
    const { draw } = await open();
    const { text } = draw({ ...tiger, tags: ['开源', 'Service Mesh', 'Node.js 20', 'C++', '@everyone'] });
    expect(text).toContain('#开源 #Service_Mesh #Node_js_20 C++ @\u2060everyone');
  });

  it('takes a chat as a name or a number, and mends no link to one', () => {
    const chat = (value: unknown) => complaints(telegram, { token: 't', chat: value });
    expect(chat('@postrider_news')).toEqual([]);
    expect(chat(-1001234567890)).toEqual([]);
    expect(chat('https://t.me/postrider_news')).toEqual(['chat: should be written as "@postrider_news"']);
    expect(chat('postrider_news')).toEqual(['chat: should be written as "@postrider_news"']);
  });
});
