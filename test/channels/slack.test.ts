import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/announce/delivery.js';
import { ChannelError } from '../../src/channels/channel.js';
import { slack } from '../../src/channels/slack/slack.js';
import { slackWebhook } from '../../src/channels/slack/slack-webhook.js';
import { postMessage } from '../../src/message/post-message.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { httpFault } from '../support/platform-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { testWorld } from '../support/test-world.js';

const { signal } = new AbortController();
const context = { language: 'zh', timezone: 'Asia/Shanghai', deliveryId: 'd1' } as const;
const delivery = (id = 'd1'): Delivery => ({
  ...makeDelivery(id),
  ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
});
const tiger = postMessage(makePost({ slug: 'tiger', title: '喜迎虎年', cover: 'https://img.example.org/tiger.png' }));

async function open(change: { token?: string; channel?: string } = {}) {
  const platform = await startSlackServer();
  const options = slack.options.parse({ token: SLACK_TOKEN, channel: 'C0123456', apiUrl: platform.apiUrl, ...change });
  const channel = slack.open(options, testWorld());
  const payload = slack.render(tiger, context, options);
  const send = (id = 'd1') =>
    channel.send(slack.render(tiger, { ...context, deliveryId: id }, options), { delivery: delivery(id), signal });
  return { platform, channel, payload, send };
}
const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('it did not fail'),
    (error: ChannelError) => {
      expect(error).toBeInstanceOf(ChannelError);
      return error;
    },
  );

describe('Slack', () => {
  it('gets one chat.postMessage, without unfurling what the message shows itself, and with an opaque id', async () => {
    const { platform, send } = await open();
    const receipt = await send();
    const [message] = platform.messages;
    expect(receipt).toEqual({ channel: 'C0123456', ts: message?.ts });
    expect(message?.metadata).toEqual({ event_type: 'postrider_delivery', event_payload: { delivery: 'd1' } });
    const [request] = platform.requests;
    const sent = new URLSearchParams(request?.body);
    expect([request?.url.pathname, sent.get('unfurl_links'), sent.get('unfurl_media')]).toEqual([
      ...['/api/chat.postMessage', 'false', 'false'],
    ]);
    expect(platform.requests).toHaveLength(1);
  });

  it('gets the message without its picture when it cannot load it', async () => {
    const { platform, channel, payload, send } = await open();
    platform.brokenImages.add('https://img.example.org/tiger.png');
    const receipt = await send();
    expect(platform.messages).toHaveLength(1);
    expect(JSON.stringify(platform.messages[0]?.blocks)).not.toContain('tiger.png');
    await channel.update?.(payload, { receipt, signal });
    expect(platform.messages[0]?.edits).toBe(1);
  });

  it('is asked again and again through its history for a delivery in doubt', async () => {
    const { platform, channel, send } = await open();
    const receipt = await send('d-lost');
    for (let i = 0; i < 450; i++)
      platform.messages.push({ channel: 'C0123456', ts: `9${i}.0`, text: '', blocks: [], edits: 0 });
    expect(await channel.find?.({ delivery: delivery('d-lost'), signal })).toEqual(receipt);
    expect(platform.requests.filter(({ url }) => url.pathname.endsWith('history'))).toHaveLength(3);
    expect(await channel.find?.({ delivery: delivery('d-other'), signal })).toBeUndefined();
  });

  it('cannot tell about a delivery that may lie further back than it is read', async () => {
    const { platform, channel } = await open();
    for (let i = 0; i < 2_001; i++)
      platform.messages.push({ channel: 'C0123456', ts: `9${i}.0`, text: '', blocks: [], edits: 0 });
    const call = channel.find?.({ delivery: delivery(), signal }) ?? Promise.resolve();
    expect(await failure(call)).toMatchObject({ kind: 'never' });
  });

  it('says what a person must do when it refuses for good', async () => {
    const refused = async (prepare: (platform: Awaited<ReturnType<typeof startSlackServer>>) => void, change = {}) => {
      const { platform, send } = await open(change);
      prepare(platform);
      const { kind, message, hint, destinationGone } = await failure(send());
      expect(kind).toBe('never');
      return { message, hint, destinationGone };
    };
    expect(await refused(() => {}, { channel: 'C404' })).toEqual({
      message: 'Slack refused: channel_not_found',
      hint: 'check the channel id; a private channel must have the app invited',
      destinationGone: true,
    });
    expect(await refused((platform) => (platform.channels.C0123456 = { archived: true }))).toEqual({
      message: 'Slack refused: is_archived',
      hint: 'unarchive the channel, or take it out of the config',
      destinationGone: true,
    });
    expect(await refused(() => {}, { token: 'xoxb-wrong' })).toEqual({
      message: 'Slack refused: invalid_auth',
      hint: 'check the bot token (it starts with xoxb-)',
      destinationGone: false,
    });
    expect(await refused((platform) => platform.missingScopes.add('chat:write'))).toEqual({
      message: 'Slack refused: missing_scope (needs chat:write)',
      hint: 'add the scope to the app and install it again',
      destinationGone: false,
    });
  });

  it('shows which part of a message it refused', async () => {
    const { channel, payload } = await open();
    const broken = { ...payload, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }] };
    expect((await failure(channel.send(broken as never, { delivery: delivery(), signal }))).message).toBe(
      'Slack refused: invalid_blocks; must be less than 3001 characters [json-pointer:/blocks/0/text]',
    );
  });

  it('leaves a doubt when it failed on the way, and says later when it is busy', async () => {
    for (const [error, kind] of [
      ['internal_error', 'doubt'],
      ['fatal_error', 'doubt'],
      ['service_unavailable', 'later'],
      ['ratelimited', 'later'],
    ] as const) {
      const { platform, send } = await open();
      platform.faults.push({ type: 'answer', taken: false, answer: { body: { ok: false, error } } });
      expect((await failure(send())).kind, error).toBe(kind);
    }
    for (const fault of [httpFault(500, true), { type: 'answer', taken: true, answer: { body: '<html>' } } as const]) {
      const { platform, channel, send } = await open();
      platform.faults.push(fault);
      expect((await failure(send())).kind).toBe('doubt');
      expect(await channel.find?.({ delivery: delivery(), signal })).toMatchObject({ channel: 'C0123456' });
    }
  });

  it('is not pestered: 429 without a time is a minute', async () => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: false, answer: { status: 429, body: {} } });
    expect(await failure(send())).toMatchObject({ kind: 'later', retryAfter: 60_000 });
  });

  it('cannot be asked without the scope or membership, and says so', async () => {
    const { platform, channel } = await open();
    platform.channels.C0123456 = { member: false };
    const call = channel.find?.({ delivery: delivery(), signal }) ?? Promise.resolve();
    expect(await failure(call)).toMatchObject({ kind: 'never', message: 'Slack refused: not_in_channel' });
  });
});

describe('an incoming webhook of Slack', () => {
  const openHook = async (name = 'C0123456') => {
    const platform = await startSlackServer();
    const options = slackWebhook.options.parse({ webhook: platform.webhook(name) });
    const channel = slackWebhook.open(options, testWorld());
    return {
      platform,
      send: () => channel.send(slackWebhook.render(tiger, context, options), { delivery: delivery(), signal }),
    };
  };

  it('gets the same message without buttons that need a bot', async () => {
    const { platform, send } = await openHook();
    expect(await send()).toEqual({});
    const drawn = JSON.stringify(platform.messages[0]?.blocks);
    expect(drawn).toContain('阅读全文');
    expect(drawn).not.toContain('subscribe tag');
  });

  it('gets it without the picture when Slack cannot load it', async () => {
    const { platform, send } = await openHook();
    platform.brokenImages.add('https://img.example.org/tiger.png');
    await send();
    expect(platform.messages).toHaveLength(1);
  });

  it('says in a word why it refuses', async () => {
    const { platform, send } = await openHook();
    platform.channels.C0123456 = { archived: true };
    expect(await failure(send())).toMatchObject({ kind: 'never', message: 'Slack refused: channel_is_archived' });
    expect(await failure((await openHook('C404')).send())).toMatchObject({
      kind: 'never',
      hint: 'the webhook was taken away; make a new one and set it',
    });
  });
});
