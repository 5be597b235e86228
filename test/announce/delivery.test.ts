import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backoff,
  DELIVERY_STATES,
  type Delivery,
  type DeliveryEvent,
  deliveryId,
  MAX_ATTEMPTS,
  type Outcome,
  transition,
} from '../../src/announce/delivery.js';
import { emptyMessage } from '../../src/message/message.js';

const NOW = 1_000_000;
const FAULT = { message: 'HTTP 503', hint: 'wait' };
const RECEIPT = { ts: '1.2' };

/** A pending delivery, due since long. */
function delivery(change: Partial<Delivery> = {}): Delivery {
  return {
    id: 'd1',
    kind: 'post',
    subject: 'p1',
    channel: 'community',
    message: emptyMessage('post', '标题', 'zh-CN'),
    state: 'pending',
    attempts: 0,
    dueAt: 1_000,
    createdAt: 1_000,
    updatedAt: 1_000,
    ...change,
  };
}

/** Applies events one after the other at NOW, without jitter; undefined as soon as one of them means nothing. */
function apply(start: Delivery | undefined, ...events: DeliveryEvent[]): Delivery | undefined {
  return events.reduce<Delivery | undefined>((now, event) => now && transition(now, event, NOW, 0), start);
}

const claim: DeliveryEvent = { type: 'claim', claim: 'mine', leaseUntil: NOW + 60_000 };
const settle = (outcome: Outcome, token = 'mine'): DeliveryEvent => ({ type: 'settle', claim: token, outcome });
const sending = (change: Partial<Delivery> = {}): Delivery => ({
  ...(apply(delivery(), claim) as Delivery),
  ...change,
});

describe('a delivery', () => {
  it('goes from pending through sending to sent, and keeps the receipt', () => {
    const claimed = apply(delivery({ fault: FAULT }), claim);
    expect(claimed).toMatchObject({ state: 'sending', claim: 'mine', leaseUntil: NOW + 60_000, attempts: 1 });
    expect(apply(claimed, settle({ type: 'sent', receipt: RECEIPT }))).toEqual(
      delivery({ state: 'sent', attempts: 1, receipt: RECEIPT, updatedAt: NOW }),
    );
  });

  it('is claimed only while it is pending and due', () => {
    expect(apply(delivery({ dueAt: NOW }), claim)?.state).toBe('sending');
    expect(apply(delivery({ dueAt: NOW + 1 }), claim)).toBeUndefined();
    for (const state of DELIVERY_STATES.filter((each) => each !== 'pending')) {
      expect(apply(delivery({ state }), claim)).toBeUndefined();
    }
  });

  it('is settled only by the one who claimed it', () => {
    for (const outcome of [
      { type: 'later', fault: FAULT },
      { type: 'never', fault: FAULT },
      { type: 'doubt', fault: FAULT },
      { type: 'hold', fault: FAULT },
      { type: 'release' },
    ] satisfies Outcome[]) {
      expect(apply(sending(), settle(outcome, 'another'))).toBeUndefined();
      expect(apply(delivery(), settle(outcome))).toBeUndefined();
      expect(apply(sending(), settle(outcome))).toBeDefined();
    }
  });

  it('believes a late "sent" in every state, because the message is out there', () => {
    const late = settle({ type: 'sent', receipt: RECEIPT }, 'of-a-worker-taken-for-dead');
    for (const state of DELIVERY_STATES.filter((each) => each !== 'sent')) {
      expect(apply(delivery({ state, claim: 'another' }), late)).toMatchObject({ state: 'sent', receipt: RECEIPT });
    }
    expect(apply(delivery({ state: 'sent', receipt: { ts: 'first' } }), late)).toBeUndefined();
  });

  it('waits 1, 2, 4 … 900 seconds between attempts, and is failed after the last', () => {
    const waits: number[] = [];
    let now = NOW;
    let current = delivery();
    for (let i = 0; i < MAX_ATTEMPTS; i++) {
      current = transition(current, { type: 'claim', claim: 'c', leaseUntil: now + 1 }, now, 0) as Delivery;
      current = transition(current, settle({ type: 'later', fault: FAULT }, 'c'), now, 0) as Delivery;
      waits.push((current.dueAt - now) / 1_000);
      now = current.dueAt;
    }
    expect(waits.slice(0, 12)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(current).toMatchObject({ state: 'failed', attempts: MAX_ATTEMPTS, fault: FAULT });
    const hours = waits.slice(0, -1).reduce((sum, wait) => sum + wait, 0) / 3_600;
    expect(hours).toBeCloseTo(2.5, 1);
  });

  it('adds at most a tenth of jitter', () => {
    expect(backoff(1, 0)).toBe(1_000);
    expect(backoff(1, 0.999)).toBe(1_100);
    expect(backoff(100, 0.999)).toBe(989_910);
  });

  it('takes the time the platform named, and does not count a rate limit as an attempt', () => {
    const at = NOW + 30_000;
    expect(apply(sending(), settle({ type: 'later', fault: FAULT, at }))).toMatchObject({ dueAt: at, attempts: 1 });
    expect(
      apply(sending({ attempts: MAX_ATTEMPTS }), settle({ type: 'later', fault: FAULT, at, free: true })),
    ).toMatchObject({ state: 'pending', dueAt: at, attempts: MAX_ATTEMPTS - 1 });
  });

  it('is failed at once when it can never arrive', () => {
    expect(apply(sending(), settle({ type: 'never', fault: FAULT }))).toMatchObject({ state: 'failed', fault: FAULT });
  });

  it('remembers since when it is in doubt: since the first attempt without an answer began', () => {
    const doubtful = apply(sending({ updatedAt: NOW - 9_000 }), settle({ type: 'doubt', fault: FAULT }));
    expect(doubtful).toMatchObject({ state: 'pending', doubtSince: NOW - 9_000, dueAt: NOW + 1_000, fault: FAULT });
    const twice = apply({ ...(doubtful as Delivery), dueAt: NOW }, claim, settle({ type: 'doubt', fault: FAULT }));
    expect(twice?.doubtSince).toBe(NOW - 9_000);
    expect(apply({ ...(doubtful as Delivery), dueAt: NOW }, claim, settle({ type: 'sent', receipt: RECEIPT }))).toEqual(
      delivery({ state: 'sent', attempts: 2, receipt: RECEIPT, dueAt: NOW, updatedAt: NOW }),
    );
  });

  it('stays in doubt over attempts that certainly did not arrive', () => {
    const doubtful = sending({ doubtSince: 5 });
    expect(apply(doubtful, settle({ type: 'later', fault: FAULT }))?.doubtSince).toBe(5);
    expect(apply(doubtful, settle({ type: 'never', fault: FAULT }), { type: 'retry' })?.doubtSince).toBe(5);
    expect(apply(doubtful, settle({ type: 'release' }))?.doubtSince).toBe(5);
  });

  it('is held when a person must decide about a doubt, and sent anew when that person retries', () => {
    const held = apply(sending({ updatedAt: NOW - 9_000 }), settle({ type: 'hold', fault: FAULT }));
    expect(held).toMatchObject({ state: 'held', heldFor: 'doubt', doubtSince: NOW - 9_000, fault: FAULT });
    const retried = apply(held, { type: 'retry' });
    expect(retried).toMatchObject({ state: 'pending', attempts: 0, dueAt: NOW });
    expect(retried?.heldFor).toBeUndefined();
    expect(retried?.doubtSince).toBeUndefined();
  });

  it('is put back as it was when nothing was sent', () => {
    expect(apply(sending(), settle({ type: 'release' }))).toEqual(delivery({ dueAt: NOW, updatedAt: NOW }));
  });

  it('expires in doubt when its lease ran out, and not before', () => {
    const expired = apply(sending({ leaseUntil: NOW, updatedAt: NOW - 60_000 }), { type: 'expire' });
    expect(expired).toMatchObject({ state: 'pending', dueAt: NOW, doubtSince: NOW - 60_000, attempts: 1 });
    expect(apply(sending({ leaseUntil: NOW + 1 }), { type: 'expire' })).toBeUndefined();
    expect(apply(delivery(), { type: 'expire' })).toBeUndefined();
  });

  it('expires before its lease when its holder is known to be dead', () => {
    expect(apply(sending(), { type: 'expire', claim: 'mine' })?.state).toBe('pending');
    expect(apply(sending({ leaseUntil: NOW - 1 }), { type: 'expire', claim: 'another' })).toBeUndefined();
  });

  it('goes again at once after a first lost worker, and waits longer after each further one', () => {
    const waits = [1, 2, 3, 4].map((attempts) => {
      const expired = apply(sending({ attempts }), { type: 'expire', claim: 'mine' });
      return (expired as Delivery).dueAt - NOW;
    });
    expect(waits).toEqual([0, 1_000, 2_000, 4_000]);
    expect(apply(sending({ attempts: MAX_ATTEMPTS }), { type: 'expire', claim: 'mine' })?.state).toBe('failed');
  });

  it('is held by the breaker only while it is pending, and goes on when a person retries', () => {
    const held = apply(delivery({ doubtSince: 5 }), { type: 'trip', fault: FAULT });
    expect(held).toMatchObject({ state: 'held', heldFor: 'breaker', fault: FAULT });
    expect(apply(held, { type: 'retry' })).toMatchObject({ state: 'pending', doubtSince: 5 });
    expect(apply(sending(), { type: 'trip', fault: FAULT })).toBeUndefined();
  });

  it('is skipped unless it is being sent or was', () => {
    for (const [state, skipped] of [
      ['pending', 'skipped'],
      ['failed', 'skipped'],
      ['held', 'skipped'],
      ['sending', undefined],
      ['sent', undefined],
      ['skipped', undefined],
    ] as const) {
      expect(apply(delivery({ state }), { type: 'skip', fault: FAULT })?.state).toBe(skipped);
    }
  });

  it('is retried only when it failed or is held', () => {
    for (const state of DELIVERY_STATES) {
      const retried = apply(delivery({ state, attempts: 20 }), { type: 'retry' });
      if (state === 'failed' || state === 'held') expect(retried).toMatchObject({ state: 'pending', attempts: 0 });
      else expect(retried).toBeUndefined();
    }
  });

  it('leaves the delivery it was given untouched', () => {
    const before = Object.freeze(delivery());
    apply(before, claim, settle({ type: 'sent', receipt: RECEIPT }));
    expect(before).toEqual(delivery());
  });
});

describe('any sequence of events', () => {
  const token = fc.constantFrom('a', 'b', 'c');
  const fault = fc.constant(FAULT);
  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.record({ type: fc.constant('sent' as const), receipt: fc.constant(RECEIPT) }),
    fc.record(
      { type: fc.constant('later' as const), fault, at: fc.integer({ min: 0, max: 2_000_000 }), free: fc.boolean() },
      { requiredKeys: ['type', 'fault'] },
    ),
    fc.record({ type: fc.constantFrom('never' as const, 'doubt' as const, 'hold' as const), fault }),
    fc.constant({ type: 'release' as const }),
  );
  const event: fc.Arbitrary<DeliveryEvent> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('claim' as const),
        claim: token,
        leaseUntil: fc.integer({ min: 0, max: 2_000_000 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('settle' as const), claim: token, outcome }) },
    fc.record({ type: fc.constant('expire' as const), claim: token }, { requiredKeys: ['type'] }),
    fc.record({ type: fc.constantFrom('trip' as const, 'skip' as const), fault }),
    fc.constant({ type: 'retry' as const }),
  );
  const steps = fc.array(
    fc.record({
      event,
      wait: fc.integer({ min: 0, max: 100_000 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
    { maxLength: 80 },
  );

  /** Plays the steps; calls `check` for each that changed something. */
  function play(
    sequence: { event: DeliveryEvent; wait: number; random: number }[],
    check: (before: Delivery, event: DeliveryEvent, now: Delivery, at: number) => void,
  ): void {
    let current = delivery();
    let at = NOW;
    for (const { event, wait, random } of sequence) {
      at += wait;
      const next = transition(current, event, at, random);
      if (next) check(current, event, next, at);
      current = next ?? current;
    }
  }
  const always = (check: Parameters<typeof play>[1]) =>
    fc.assert(
      fc.property(steps, (sequence) => play(sequence, check)),
      { numRuns: 1_000 },
    );

  it('leaves `sent` never', () => always((before) => expect(before.state).not.toBe('sent')));

  it('reaches `sending` only by a claim of something due, and `sent` only by a report', () =>
    always((before, event, now, at) => {
      if (now.state === 'sending') {
        expect(event.type).toBe('claim');
        expect(before).toMatchObject({ state: 'pending' });
        expect(before.dueAt).toBeLessThanOrEqual(at);
      }
      if (now.state === 'sent') expect(event).toMatchObject({ type: 'settle', outcome: { type: 'sent' } });
    }));

  it('keeps a claim and a lease exactly while sending, a reason exactly while held, and a receipt exactly when sent', () =>
    always((_, __, now) => {
      expect([now.claim !== undefined, now.leaseUntil !== undefined]).toEqual(Array(2).fill(now.state === 'sending'));
      expect(now.heldFor !== undefined).toBe(now.state === 'held');
      expect(now.receipt !== undefined).toBe(now.state === 'sent');
    }));

  it('counts between none and the most attempts, and gives up only after the last or when it is told never', () =>
    always((before, event, now) => {
      expect(now.attempts).toBeGreaterThanOrEqual(0);
      expect(now.attempts).toBeLessThanOrEqual(MAX_ATTEMPTS);
      if (now.state === 'failed' && !(event.type === 'settle' && event.outcome.type === 'never')) {
        expect(before.attempts).toBe(MAX_ATTEMPTS);
      }
    }));

  it('forgets a doubt only when it was sent or a person decided', () =>
    always((before, event, now) => {
      if (before.doubtSince === undefined || now.doubtSince !== undefined) return;
      if (now.state !== 'sent')
        expect({ held: before.heldFor, by: event.type }).toEqual({ held: 'doubt', by: 'retry' });
    }));

  it('is in doubt whenever a claimed attempt went without an answer', () =>
    always((before, event, now) => {
      const unanswered =
        event.type === 'expire' || (event.type === 'settle' && ['doubt', 'hold'].includes(event.outcome.type));
      if (unanswered) expect(now.doubtSince).toBeLessThanOrEqual(before.updatedAt);
    }));

  it('never changes what a delivery is', () =>
    always((before, _, now) => {
      for (const key of ['id', 'kind', 'subject', 'channel', 'message', 'createdAt'] as const) {
        expect(now[key]).toBe(before[key]);
      }
    }));
});

describe('a delivery of a ledger that was restored', () => {
  const restored: DeliveryEvent = { type: 'restored', madeAt: 5_000 };
  const fault = {
    message: 'it waited when the backup of 1970-01-01T00:00:05.000Z was made, and may have been sent since',
  };
  const inDoubt = { state: 'pending', dueAt: NOW, attempts: 0, doubtSince: 5_000, onDoubt: 'hold', fault } as const;

  it('is in doubt when it waited or was under way, and a person must decide unless the platform can be asked', () => {
    expect(apply(delivery({ attempts: 3, dueAt: NOW + 9_999 }), restored)).toEqual(
      delivery({ ...inDoubt, updatedAt: NOW }),
    );
    expect(apply(sending(), restored)).toMatchObject({ ...inDoubt, claim: undefined, leaseUntil: undefined });
    expect(apply(delivery({ doubtSince: 2_000 }), restored)).toMatchObject({ doubtSince: 2_000, onDoubt: 'hold' });
  });

  it('stays what it was when that was over, but does not come back', () => {
    for (const state of ['sent', 'failed', 'held', 'skipped'] as const) {
      expect(apply(delivery({ state }), restored)).toBeUndefined();
    }
    const takenBack = delivery({ state: 'skipped', revision: { message: null, since: 1, dueAt: 1, attempts: 0 } });
    const comesBack = {
      type: 'revise',
      message: emptyMessage('post', '回来', 'zh'),
      dueAt: NOW,
      keepSent: false,
    } as const;
    expect(apply(takenBack, comesBack)?.state).toBe('pending');
    expect(apply(takenBack, restored, comesBack)).toBeUndefined();
  });

  it('is like any other once it was sent or a person decided', () => {
    const sent = settle({ type: 'sent', receipt: RECEIPT });
    expect(apply(delivery(), restored, claim, sent)).toMatchObject({ doubtSince: undefined, onDoubt: undefined });
    const held = apply(delivery(), restored, claim, settle({ type: 'hold', fault: FAULT }));
    expect(held).toMatchObject({ state: 'held', onDoubt: 'hold' });
    expect(apply(held, { type: 'retry' })).toMatchObject({
      state: 'pending',
      doubtSince: undefined,
      onDoubt: undefined,
    });
  });
});

describe('a delivery that is old', () => {
  const message = {
    ...emptyMessage('post', '标题', 'zh-CN'),
    ...{ url: 'https://blog.example.org/a/', text: '很长的摘要', tags: ['MOSN'] },
  };
  const revision = { message: null, since: 1, dueAt: 1, attempts: 0 };
  const titleOnly = { ...emptyMessage('post', '标题', 'zh-CN'), url: 'https://blog.example.org/a/' };
  const trim: DeliveryEvent = { type: 'trim' };

  it('keeps what it was, where and when it went, and its title, for ever', () => {
    const sent = delivery({ state: 'sent', receipt: RECEIPT, message, revision, fault: FAULT, attempts: 2 });
    const old = apply(sent, trim);
    expect(old).toEqual(delivery({ state: 'sent', message: titleOnly, attempts: 2 }));
    expect(apply(old, trim)).toBeUndefined();
    const skipped = delivery({ state: 'skipped', message, fault: FAULT, revision });
    expect(apply(skipped, trim)).toEqual({ ...skipped, message: titleOnly });
  });

  it('is out of reach for edits, and is never sent again', () => {
    const old = apply(delivery({ state: 'sent', receipt: RECEIPT, message }), trim);
    const edited = { ...message, title: '改过的标题' };
    expect(apply(old, { type: 'revise', message: edited, dueAt: NOW, keepSent: false })).toBeUndefined();
    expect(apply(old, { type: 'withdraw', dueAt: NOW, keepSent: false })).toBeUndefined();
    for (const event of [claim, { type: 'retry' }, { type: 'restored', madeAt: 1 }] as DeliveryEvent[]) {
      expect(apply(old, event)).toBeUndefined();
    }
  });

  it('stays whole while a person may still send it', () => {
    for (const state of ['pending', 'sending', 'failed', 'held'] as const) {
      expect(apply(delivery({ state, message }), trim)).toBeUndefined();
    }
  });
});

describe('the id of a delivery', () => {
  it('is the same for the same subject and channel, and another for anything else', () => {
    const id = deliveryId('post', 'p1', 'community');
    expect(deliveryId('post', 'p1', 'community')).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{24}$/);
    const others = [
      deliveryId('edition', 'p1', 'community'),
      deliveryId('post', 'p2', 'community'),
      deliveryId('post', 'p1', 'other'),
      deliveryId('post', 'p1', 'community', 1),
      deliveryId('post', 'p1com', 'munity'),
    ];
    expect(new Set([id, ...others]).size).toBe(6);
  });
});
