import { randomUUID } from 'node:crypto';
import type { Delivery } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import type { Claimed, RateOf } from '../claimed.js';
import type { Attempt } from '../engine.js';
import { LEASE } from '../run-attempt.js';
import type { Database } from './database.js';
import type { Deliveries } from './deliveries.js';
import { type DeliveryRow, toDelivery } from './delivery-row.js';
import type { Lanes } from './lanes.js';
import type { OwnerLock } from './owner-lock.js';

/** An attempt that is over, and what came of it. */
export interface Ended {
  claimed: Claimed;
  attempt: Attempt;
}

/** Taking deliveries and giving them back, each step one transaction. */
export interface Claims {
  /**
   * A worker's round, in one transaction: settles what has ended, then takes up to `limit` due deliveries, the oldest of
   * each channel that is open, one a channel. Others see it at once; nothing of it may be acted on before {@link flush}.
   * @returns undefined when nothing had ended and no channel is ready. Fewer than `limit`, even none, says nothing about
   * the next call.
   */
  round(ended: readonly Ended[], rateOf: RateOf, limit: number): Claimed[] | undefined;
  /** Resolves when all rounds so far are on the disk. */
  flush(): Promise<void>;
  /** Takes this one if it may go now. @returns when to ask again (ms since the epoch), or undefined when it is not pending. */
  take(id: string, rateOf: RateOf): Claimed | { askAgainAt: number } | undefined;
  settle(claimed: Claimed, attempt: Attempt, rateOf: RateOf): void;
  /** Puts back, in doubt, what lost its worker. @returns how many. */
  putBackLost(rateOf: RateOf): number;
  /** When something can next be taken; undefined: nothing waits. */
  nextDueAt(): number | undefined;
  repace(rateOf: RateOf): void;
}

/** How soon to look again at a channel that is busy (ms). */
const BUSY_AGAIN = 50;

/** The oldest due delivery of a channel; nearly always the first of the index. See schema.ts for INDEXED BY. */
export const OLDEST_DUE = `SELECT * FROM deliveries INDEXED BY pending_in_order
  WHERE channel = ? AND state = 'pending' AND due_at <= ? ORDER BY seq LIMIT 1`;

export function createClaims(
  database: Database,
  deliveries: Deliveries,
  lanes: Lanes,
  owner: OwnerLock,
  world: Pick<World, 'now'>,
): Claims {
  /**
   * What this engine is at, and since when by a clock that nobody sets: a clock put forward must not make it put back
   * what it is sending just now.
   */
  const own = new Map<string, number>();
  const isOwn = (token: string): boolean => performance.now() - (own.get(token) ?? Number.NEGATIVE_INFINITY) < LEASE;

  const claim = (delivery: Delivery, rateOf: RateOf): Claimed | undefined => {
    const { channel } = delivery;
    const now = world.now();
    const token = randomUUID();
    const claimed = deliveries.change(delivery, { type: 'claim', claim: token, leaseUntil: now + LEASE }, owner.id);
    if (!claimed) return undefined;
    lanes.depart(channel, token, rateOf(channel), now);
    return { ...claimed, claim: token };
  };
  const takeOldest = (channel: string, rateOf: RateOf): Claimed | undefined => {
    const now = world.now();
    const open = lanes.opensAt(channel, rateOf(channel), now) <= now;
    const oldest = open ? database.get<DeliveryRow>(OLDEST_DUE, channel, now) : undefined;
    const taken = oldest && claim(toDelivery(oldest), rateOf);
    if (!taken) lanes.refresh(channel);
    return taken;
  };
  const settle = ({ claimed, attempt }: Ended, rateOf: RateOf): void => {
    const { id, channel, claim: token } = claimed;
    const { outcome, pauseChannelUntil } = attempt;
    if (pauseChannelUntil !== undefined) lanes.pause(channel, pauseChannelUntil);
    const delivery = deliveries.get(id);
    if (delivery) deliveries.change(delivery, { type: 'settle', claim: token, outcome });
    lanes.arrive(channel, token, rateOf(channel), world.now(), outcome.type === 'release');
  };
  /** A claim counts as ours only once its transaction is through. */
  const remember = (taken: Claimed): Claimed => {
    own.set(taken.claim, performance.now());
    return taken;
  };
  const isBusy = (channel: string): boolean =>
    database.get(
      "SELECT 1 FROM deliveries INDEXED BY sending_by_channel WHERE channel = ? AND state = 'sending'",
      channel,
    ) !== undefined;

  return {
    round: (ended, rateOf, limit) => {
      // Reading first: looking in vain takes no lock.
      if (ended.length === 0 && lanes.ready(world.now(), 1).length === 0) return undefined;
      owner.hold();
      const taken = database.quickTransaction(() => {
        for (const each of ended) settle(each, rateOf);
        return lanes.ready(world.now(), limit).map((channel) => takeOldest(channel, rateOf));
      });
      for (const { claimed } of ended) own.delete(claimed.claim);
      return taken.filter((claimed) => claimed !== undefined).map(remember);
    },
    flush: () => database.flush(),
    take: (id, rateOf) => {
      owner.hold();
      const taken = database.transaction(() => {
        const delivery = deliveries.get(id);
        if (!delivery || (delivery.state !== 'pending' && delivery.state !== 'sending')) return undefined;
        const now = world.now();
        const { channel, dueAt } = delivery;
        if (isBusy(channel)) return { askAgainAt: now + BUSY_AGAIN };
        const askAgainAt = Math.max(dueAt, lanes.opensAt(channel, rateOf(channel), now));
        return askAgainAt > now ? { askAgainAt } : claim(delivery, rateOf);
      });
      return taken && 'claim' in taken ? remember(taken as Claimed) : taken;
    },
    settle: (claimed, attempt, rateOf) => {
      database.transaction(() => settle({ claimed, attempt }, rateOf));
      own.delete(claimed.claim);
    },
    putBackLost: (rateOf) => {
      // Whoever looks after others is seen to be here itself.
      owner.hold();
      const now = world.now();
      const lost = database
        .all<{ id: string; channel: string; claim: string; owner: string | null; lease_until: number }>(
          `SELECT id, channel, claim, owner, lease_until FROM deliveries INDEXED BY sending_by_channel WHERE state = 'sending'`,
        )
        .filter(({ claim: token }) => !isOwn(token))
        .filter((row) => row.lease_until <= now || (row.owner !== null && !owner.isAlive(row.owner)));
      if (lost.length === 0) return 0;
      return database.transaction(
        () =>
          lost.filter(({ id, channel, claim: token }) => {
            if (!deliveries.apply(id, { type: 'expire', claim: token })) return false;
            lanes.arrive(channel, token, rateOf(channel), now, false);
            return true;
          }).length,
      );
    },
    nextDueAt: () => lanes.nextReadyAt(),
    repace: (rateOf) => database.transaction(() => lanes.repace(rateOf, world.now())),
  };
}
