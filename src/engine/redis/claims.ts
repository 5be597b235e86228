import { randomUUID } from 'node:crypto';
import { type Delivery, transition } from '../../announce/delivery.js';
import type { Claimed, RateOf } from '../claimed.js';
import type { Attempt } from '../engine.js';
import { LEASE } from '../run-attempt.js';
import { type Deliveries, type LaneChange, type Row, rateArguments, type Stored, toStored } from './deliveries.js';
import type { RedisStore, RedisWorld } from './redis-store.js';

/** Taking deliveries and giving them back. What is taken here is known here, whatever any clock says. */
export interface Claims {
  /**
   * Takes the oldest due delivery of a channel, or the given one, if the channel is open.
   * @returns when to ask again (ms since the epoch), or undefined when nothing of that kind waits.
   */
  take(channel: string, rateOf: RateOf, id?: string): Promise<Claimed | { askAgainAt: number } | undefined>;
  /** @returns when the channel can be worked on next. */
  settle(claimed: Claimed, attempt: Attempt, rateOf: RateOf): Promise<LaneChange>;
  /** Whether this engine is at it. */
  isOwn(id: string): boolean;
}

/** How soon to look again at a channel that somebody else is busy with (ms); whoever is done says so before. */
const BUSY_AGAIN = 5_000;
/** … and when a person waits for it. */
const BUSY_AGAIN_SOON = 50;

export function createClaims(store: RedisStore, deliveries: Deliveries, world: RedisWorld): Claims {
  const own = new Map<string, { since: number; stored: Stored }>();
  const isOwn = (id: string): boolean => performance.now() - (own.get(id)?.since ?? Number.NEGATIVE_INFINITY) < LEASE;

  /** @returns 'again' when somebody else changed the delivery meanwhile. */
  const claim = async (before: Stored, rateOf: RateOf): Promise<Claimed | { askAgainAt: number } | 'again'> => {
    const now = world.now();
    const token = randomUUID();
    const after = transition(
      before.delivery,
      { type: 'claim', claim: token, leaseUntil: now + LEASE },
      now,
      world.random(),
    );
    if (!after) return 'again';
    // Before it is written: from then on others may see it, and only we can know that it is not lost.
    const stored = { delivery: after, version: String(Number(before.version) + 1), owner: store.owner };
    own.set(after.id, { since: performance.now(), stored });
    try {
      const step = { type: 'depart', claim: token, rate: rateOf(after.channel) } as const;
      const written = await deliveries.write(before, after, { owner: store.owner, step });
      if (written.type === 'done') return { ...after, claim: token };
      own.delete(after.id);
      return written.type === 'closed' ? { askAgainAt: written.until } : 'again';
    } catch (error) {
      own.delete(after.id);
      throw error;
    }
  };

  return {
    isOwn,
    take: async (channel, rateOf, id) => {
      for (;;) {
        const [found, ...rest] = await store.run<string[]>(
          'look',
          channel,
          ...rateArguments(rateOf(channel)),
          id ?? '',
        );
        if (found === 'none') return undefined;
        if (found === 'busy') return { askAgainAt: world.now() + (id === undefined ? BUSY_AGAIN : BUSY_AGAIN_SOON) };
        if (found === 'wait') return { askAgainAt: Number(rest[0]) };
        const taken = await claim(toStored(rest as Row), rateOf);
        if (taken !== 'again') return taken;
      }
    },
    settle: async ({ id, channel, claim: token }, { outcome, pauseChannelUntil }, rateOf) => {
      const rate = rateOf(channel);
      let before = own.get(id)?.stored ?? (await deliveries.get([id]))[0];
      for (;;) {
        const event = { type: 'settle', claim: token, outcome } as const;
        const after: Delivery | undefined = before && transition(before.delivery, event, world.now(), world.random());
        if (!before || !after) {
          const ready = await store.run<string>(
            'arrive',
            channel,
            token,
            ...rateArguments(rate),
            pauseChannelUntil ?? 0,
          );
          own.delete(id);
          return { channel, after: ready === '' ? undefined : Number(ready) };
        }
        const type = outcome.type === 'release' ? 'release' : 'arrive';
        const step = { type, claim: token, rate, pauseUntil: pauseChannelUntil } as const;
        const written = await deliveries.write(before, after, { step });
        if (written.type === 'done') {
          own.delete(id);
          return written.lane;
        }
        before = (await deliveries.get([id]))[0];
      }
    },
  };
}
