import { expect } from 'vitest';
import { ChannelError, type ChannelType } from '../../src/channels/channel.js';
import type { Language, Message } from '../../src/message/message.js';
import type { World } from '../../src/world.js';
import { makeDelivery } from './make-delivery.js';
import { testWorld } from './test-world.js';

const { signal } = new AbortController();

/** A channel with its options checked, ready to be sent to; each message gets a delivery of its own. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the channel's own
export function openForTest(type: ChannelType<any, any>, own: Record<string, unknown>, change: Partial<World> = {}) {
  const options = type.options.parse(own);
  const channel = type.open(options, testWorld(change));
  let next = 1;
  const draw = (message: Message, language: Language = 'zh') =>
    type.render(message, { language, timezone: 'Asia/Shanghai' }, options);
  return {
    channel,
    draw,
    send: (message: Message) =>
      channel.send(draw(message), {
        delivery: {
          ...makeDelivery(`d${next++}`),
          ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
        },
        signal,
      }),
    check: () => type.check?.(options, { fetch, signal }),
  };
}

/** The error a call must fail with. */
export function failureOf(call: Promise<unknown> | undefined): Promise<ChannelError> {
  return Promise.resolve(call).then(
    () => expect.unreachable('it did not fail'),
    (error: ChannelError) => {
      expect(error).toBeInstanceOf(ChannelError);
      return error;
    },
  );
}

/** The complaints of a channel type about its options. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the channel's own
export function complaints(type: ChannelType<any, any>, own: Record<string, unknown>): string[] {
  return type.options.safeParse(own).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}
