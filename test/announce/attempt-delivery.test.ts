import { describe, expect, it } from 'vitest';
import { attemptDelivery, type Target } from '../../src/announce/attempt-delivery.js';
import type { Delivery } from '../../src/announce/delivery.js';
import { type Channel, ChannelError } from '../../src/channels/channel.js';
import { makeDelivery } from '../support/make-delivery.js';
import { testWorld } from '../support/test-world.js';

const NOW = 1_000_000;
const RECEIPT = { ts: '1.2' };
const delivery = (change: Partial<Delivery> = {}): Delivery => ({
  ...makeDelivery('d1'),
  ...{ state: 'sending', attempts: 1, dueAt: 0, leaseUntil: NOW + 60_000, createdAt: 0, updatedAt: NOW },
  ...change,
});
const inDoubt = delivery({ doubtSince: NOW - 60_000, fault: { message: 'no answer' } });

/** A channel that does what it is told and writes down what it was asked. */
function channel(change: Partial<Channel> = {}): Channel & { calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    send: async () => {
      calls.push('send');
      return RECEIPT;
    },
    ...change,
  };
}
const fails =
  (kind: ChannelError['kind'], extra: { retryAfter?: number; destinationGone?: boolean } = {}) =>
  async () => {
    throw new ChannelError(kind, { message: 'Slack refused: x', hint: 'do y' }, extra);
  };
function attempt(target: Partial<Target>, what = delivery(), change: { signal?: AbortSignal; now?: number } = {}) {
  const gone: string[] = [];
  const whole: Target = { channel: channel(), onDoubt: 'resend', render: (message) => message.title, ...target };
  const signal = change.signal ?? new AbortController().signal;
  const now = () => change.now ?? NOW;
  return attemptDelivery(what, whole, {
    ...testWorld({ now }),
    signal,
    onGone: (name, why) => gone.push(`${name}: ${why}`),
  }).then((result) => ({ ...result, gone }));
}

describe('an attempt', () => {
  it('draws, sends and keeps the receipt', async () => {
    const target = channel();
    expect(await attempt({ channel: target })).toMatchObject({ outcome: { type: 'sent', receipt: RECEIPT } });
    expect(target.calls).toEqual(['send']);
  });

  it('says what the platform said: later, never, doubt', async () => {
    const fault = { message: 'Slack refused: x', hint: 'do y' };
    expect((await attempt({ channel: channel({ send: fails('later') }) })).outcome).toEqual({
      ...{ type: 'later', fault, at: undefined, free: false },
    });
    expect((await attempt({ channel: channel({ send: fails('never') }) })).outcome).toEqual({ type: 'never', fault });
    expect((await attempt({ channel: channel({ send: fails('doubt') }) })).outcome).toEqual({ type: 'doubt', fault });
  });

  it('makes the whole channel wait as long as the platform says, without counting the attempt', async () => {
    const result = await attempt({ channel: channel({ send: fails('later', { retryAfter: 30_000 }) }) });
    expect(result).toMatchObject({
      outcome: { type: 'later', at: NOW + 30_000, free: true },
      pauseChannelUntil: NOW + 30_000,
    });
  });

  it('reports a place that is gone', async () => {
    const result = await attempt({ channel: channel({ send: fails('never', { destinationGone: true }) }) });
    expect(result.gone).toEqual(['community: Slack refused: x']);
  });

  it('does not send when its lease is nearly over, or over: another worker may have taken it', async () => {
    for (const leaseUntil of [NOW + 19_999, NOW - 1]) {
      const target = channel();
      expect((await attempt({ channel: target }, delivery({ leaseUntil }))).outcome).toEqual({ type: 'release' });
      expect(target.calls).toEqual([]);
    }
  });

  it('does not begin to send once it is told to stop', async () => {
    const target = channel();
    const result = await attempt({ channel: target }, delivery(), { signal: AbortSignal.abort() });
    expect(result.outcome).toEqual({ type: 'release' });
    expect(target.calls).toEqual([]);
  });
});

describe('a delivery in doubt', () => {
  it('is not sent when the platform has it', async () => {
    const target = channel({ find: async () => RECEIPT });
    expect((await attempt({ channel: target }, inDoubt)).outcome).toEqual({ type: 'sent', receipt: RECEIPT });
    expect(target.calls).toEqual([]);
  });

  it('is sent when the platform does not have it', async () => {
    const target = channel({ find: async () => undefined });
    expect((await attempt({ channel: target, onDoubt: 'hold' }, inDoubt)).outcome.type).toBe('sent');
    expect(target.calls).toEqual(['send']);
  });

  it('waits a little before the platform is asked: the request may still be under way', async () => {
    const target = channel({ find: async () => undefined });
    const fresh = delivery({ doubtSince: NOW - 1_000, fault: { message: 'no answer' } });
    expect((await attempt({ channel: target }, fresh)).outcome).toEqual({
      ...{ type: 'later', fault: { message: 'no answer' }, at: NOW + 4_000, free: true },
    });
    expect(target.calls).toEqual([]);
  });

  it('does not wait for ever when the clock was put back', async () => {
    const target = channel({ find: async () => RECEIPT });
    const ahead = delivery({ doubtSince: NOW + 3_600_000 });
    expect((await attempt({ channel: target }, ahead)).outcome.type).toBe('sent');
  });

  it('stays in doubt while the platform cannot be asked', async () => {
    for (const kind of ['later', 'doubt'] as const) {
      const target = channel({ find: fails(kind) });
      const { outcome } = await attempt({ channel: target }, inDoubt);
      expect(outcome).toMatchObject({
        ...{ type: 'later', fault: { message: 'could not ask whether it arrived: Slack refused: x' }, free: false },
      });
      expect(target.calls).toEqual([]);
    }
  });

  it('goes by onDoubt when the platform may not be asked', async () => {
    const hold = channel({ find: fails('never') });
    expect((await attempt({ channel: hold, onDoubt: 'hold' }, inDoubt)).outcome).toEqual({
      type: 'hold',
      fault: {
        message: 'it may have arrived: no answer',
        hint: 'look in the channel; `postrider retry ID` sends it again if it is not there',
      },
    });
    expect(hold.calls).toEqual([]);
    expect((await attempt({ channel: channel({ find: fails('never') }) }, inDoubt)).outcome.type).toBe('sent');
  });

  it('is sent again under its key where the platform takes one, whatever onDoubt says', async () => {
    const target = channel({ idempotent: true });
    expect((await attempt({ channel: target, onDoubt: 'hold' }, inDoubt)).outcome.type).toBe('sent');
  });

  it('is sent again or held as the config says where nobody can tell', async () => {
    expect((await attempt({ channel: channel(), onDoubt: 'resend' }, inDoubt)).outcome.type).toBe('sent');
    const hold = channel();
    expect((await attempt({ channel: hold, onDoubt: 'hold' }, inDoubt)).outcome.type).toBe('hold');
    expect(hold.calls).toEqual([]);
  });

  it('is held when it is older than any key, whatever onDoubt says, unless the platform can be asked', async () => {
    const restored = { ...inDoubt, onDoubt: 'hold' } as const;
    for (const blind of [channel(), channel({ idempotent: true }), channel({ find: fails('never') })]) {
      expect((await attempt({ channel: blind, onDoubt: 'resend' }, restored)).outcome.type).toBe('hold');
      expect(blind.calls).toEqual([]);
    }
    const has = channel({ find: async () => RECEIPT });
    expect((await attempt({ channel: has }, restored)).outcome).toEqual({ type: 'sent', receipt: RECEIPT });
    expect(has.calls).toEqual([]);
    const hasNot = channel({ find: async () => undefined });
    expect((await attempt({ channel: hasNot }, restored)).outcome.type).toBe('sent');
    expect(hasNot.calls).toEqual(['send']);
  });

  it('is held at once when it becomes one and nobody will ever be able to tell', async () => {
    const { outcome } = await attempt({ channel: channel({ send: fails('doubt') }), onDoubt: 'hold' });
    expect(outcome.type).toBe('hold');
  });

  it('says when the platform can be asked, once the request can no longer be under way', async () => {
    const target = channel({ send: fails('doubt', { retryAfter: 10_000 }), find: async () => undefined });
    expect((await attempt({ channel: target })).outcome).toMatchObject({ type: 'doubt', at: NOW + 10_000 });
  });
});

describe('a bug', () => {
  const bug = () => {
    throw new TypeError('cannot read x of undefined');
  };
  const fault = {
    message: 'unexpected: cannot read x of undefined',
    hint: 'this is a fault of Postrider; please report it with the log',
  };

  it('in drawing fails the delivery, because nothing was sent', async () => {
    const target = channel();
    expect((await attempt({ channel: target, render: bug })).outcome).toEqual({ type: 'never', fault });
    expect(target.calls).toEqual([]);
  });

  it('in sending is a doubt that the platform settles, or else a person', async () => {
    const send = async () => bug();
    expect((await attempt({ channel: channel({ send, idempotent: true }) })).outcome).toEqual({ type: 'doubt', fault });
    expect((await attempt({ channel: channel({ send }) })).outcome).toEqual({ type: 'hold', fault });
  });

  it('in asking sends nothing', async () => {
    const target = channel({ find: async () => bug() });
    expect((await attempt({ channel: target }, inDoubt)).outcome).toEqual({ type: 'hold', fault });
    expect(target.calls).toEqual([]);
  });
});
