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
  /** Whether this engine is at what was claimed so. */
  isOwn(claim: string): boolean;
}

/** How soon to look again at a channel that somebody else is busy with (ms); whoever is done says so before. */
const BUSY_AGAIN = 5_000;
/** … and when a person waits for it. */
const BUSY_AGAIN_SOON = 50;

export function createClaims(store: RedisStore, deliveries: Deliveries, world: RedisWorld): Claims {
  /** By claim; without `stored` while Redis is being asked. */
  const own = new Map<string, { since: number; stored?: Stored }>();

  return {
    isOwn: (claim) => performance.now() - (own.get(claim)?.since ?? Number.NEGATIVE_INFINITY) < LEASE,
    take: async (channel, rateOf, id) => {
      const claim = randomUUID();
      // Before it is written: from then on others may see it, and only we can know that it is not lost.
      const mine: { since: number; stored?: Stored } = { since: performance.now() };
      own.set(claim, mine);
      try {
        const [found, ...rest] = await store.run<string[]>(
          'take',
          ...[channel, ...rateArguments(rateOf(channel)), id ?? ''],
          ...[store.owner, claim, Math.round(world.now() + LEASE)],
        );
        if (found === 'taken') {
          mine.stored = toStored(rest as Row);
          return { ...mine.stored.delivery, claim };
        }
        if (found === 'none') return undefined;
        if (found === 'wait') return { askAgainAt: Number(rest[0]) };
        return { askAgainAt: world.now() + (id === undefined ? BUSY_AGAIN : BUSY_AGAIN_SOON) };
      } finally {
        if (!mine.stored) own.delete(claim);
      }
    },
    settle: async ({ id, channel, claim }, { outcome, pauseChannelUntil }, rateOf) => {
      const rate = rateOf(channel);
      let before = own.get(claim)?.stored ?? (await deliveries.get([id]))[0];
      for (;;) {
        const event = { type: 'settle', claim, outcome } as const;
        const after: Delivery | undefined = before && transition(before.delivery, event, world.now(), world.random());
        if (!before || !after) {
          const ready = await store.run<string>(
            'arrive',
            ...[channel, claim, ...rateArguments(rate), pauseChannelUntil ?? 0],
          );
          own.delete(claim);
          return { channel, after: ready === '' ? undefined : Number(ready) };
        }
        const type = outcome.type === 'release' ? 'release' : 'arrive';
        const written = await deliveries.write(before, after, {
          step: { type, claim, rate, pauseUntil: pauseChannelUntil },
        });
        if (written.type === 'done') {
          own.delete(claim);
          return written.lane;
        }
        before = (await deliveries.get([id]))[0];
      }
    },
  };
}
