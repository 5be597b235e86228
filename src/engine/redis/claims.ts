import { randomUUID } from 'node:crypto';
import { type Outcome, transition } from '../../announce/delivery.js';
import type { Claimed, RateOf } from '../claimed.js';
import type { Attempt } from '../engine.js';
import { LEASE } from '../run-attempt.js';
import {
  type Deliveries,
  type LaneChange,
  type Row,
  rateArguments,
  type Step,
  type Stored,
  stepOf,
  toStored,
} from './deliveries.js';
import type { RedisStore, RedisWorld } from './redis-store.js';
import type { RedoLog } from './redo-log.js';

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
  /** Whether this engine attempted what was claimed so, and could not tell Redis how that ended. */
  isUntold(claim: string): boolean;
}

/** How soon to look again at a channel that somebody else is busy with (ms); whoever is done says so before. */
const BUSY_AGAIN = 5_000;
/** … and when a person waits for it. */
const BUSY_AGAIN_SOON = 50;
/** … and when nothing may be taken from any (ms); see RedoLog. */
const QUIET_AGAIN = 1_000;

/** What this engine is at. */
interface Own {
  /** When it was taken, or Redis was last told how it ended (performance.now()). */
  since: number;
  /** As it was taken; undefined while Redis is being asked. */
  taken?: Stored;
  /** How the attempt ended (more than once, when it reports late), each to be called when Redis has confirmed that. */
  told: Map<Attempt, () => void>;
}

export function createClaims(store: RedisStore, deliveries: Deliveries, redoLog: RedoLog, world: RedisWorld): Claims {
  /** By claim. */
  const own = new Map<string, Own>();

  const current = async (id: string): Promise<Stored | undefined> => (await deliveries.get([id]))[0];
  /** Counts the departure, or that there was none, and no more. */
  const arrive = async (channel: string, { type, claim, rate, pauseUntil = 0 }: Step): Promise<LaneChange> => {
    const ready = await store.run<string>('arrive', type, channel, claim, ...rateArguments(rate), pauseUntil);
    return { channel, after: ready === '' ? undefined : Number(ready) };
  };

  /** Writes that an attempt is under way, if Redis has forgotten that. */
  const takeAgain = async (mine: Own): Promise<boolean> => {
    for (;;) {
      const { taken } = mine;
      if (!taken || mine.told.size > 0) return false;
      const now = await current(taken.delivery.id);
      if (mine.told.size > 0 || !isForgotten(taken, now)) return false;
      if (!now) {
        // Without an owner: if this engine dies as well, the end of the lease frees it.
        if (await deliveries.insert(taken.delivery)) return true;
      } else {
        const before = { ...taken, version: now.version };
        if ((await deliveries.write(before, taken.delivery, { owner: store.owner })).type === 'done') return true;
      }
    }
  };

  /**
   * Writes how an attempt ended.
   * @param taken the delivery as it was taken, if that is known
   * @param now the delivery as it probably is in Redis
   * @returns undefined when that means nothing any more
   */
  const report = async (
    id: string,
    taken: Stored | undefined,
    now: Stored | undefined,
    outcome: Outcome,
    step: Step,
  ): Promise<LaneChange | undefined> => {
    for (let latest = now; ; latest = await current(id)) {
      const before = taken && isForgotten(taken, latest) ? taken : latest;
      const event = { type: 'settle', claim: step.claim, outcome } as const;
      const after = before && transition(before.delivery, event, world.now(), world.random());
      if (!after) return undefined;
      if (!latest) {
        if (await deliveries.insert(after)) return arrive(after.channel, step);
      } else {
        const written = await deliveries.write({ ...before, version: latest.version }, after, { step });
        if (written.type === 'done') return written.lane;
      }
    }
  };

  return {
    isOwn: (claim) => performance.now() - (own.get(claim)?.since ?? Number.NEGATIVE_INFINITY) < LEASE,
    isUntold: (claim) => (own.get(claim)?.told.size ?? 0) > 0,
    take: async (channel, rateOf, id) => {
      const claim = randomUUID();
      // Before it is written: from then on others may see it, and only we can know that it is not lost.
      const mine: Own = { since: performance.now(), told: new Map() };
      own.set(claim, mine);
      try {
        const [found, ...rest] = await store.ask((redis) => {
          // Looked at before every try: the connection that broke under the last one may be that of a Redis that forgot.
          const quiet = Math.ceil(Math.min(redoLog.quietFor(), QUIET_AGAIN));
          return store.script<string[]>(
            redis,
            'take',
            ...[channel, ...rateArguments(rateOf(channel)), id ?? ''],
            ...[store.owner, claim, Math.round(world.now() + LEASE), quiet],
          );
        });
        if (found === 'taken') {
          const taken = toStored(rest as Row);
          mine.taken = taken;
          redoLog.remember(() => takeAgain(mine));
          return { ...taken.delivery, claim };
        }
        if (found === 'none') return undefined;
        if (found === 'wait') return { askAgainAt: Number(rest[0]) };
        return { askAgainAt: world.now() + (id === undefined ? BUSY_AGAIN : BUSY_AGAIN_SOON) };
      } finally {
        if (!mine.taken) own.delete(claim);
      }
    },
    settle: async ({ id, channel, claim }, attempt, rateOf) => {
      const { outcome, pauseChannelUntil } = attempt;
      const step = stepOf(claim, outcome, rateOf(channel), pauseChannelUntil);
      const mine = own.get(claim);
      const taken = mine?.taken;
      // Before Redis is told: if it is away now, this is made up for as soon as it is back, and nobody takes it before.
      const confirmed =
        mine?.told.get(attempt) ??
        redoLog.remember(async () => (await report(id, taken, await current(id), outcome, step)) !== undefined);
      mine?.told.set(attempt, confirmed);
      if (mine) mine.since = performance.now();
      const lane = await report(id, taken, taken ?? (await current(id)), outcome, step);
      confirmed();
      own.delete(claim);
      return lane ?? arrive(channel, step);
    },
  };
}

/**
 * Whether Redis, which had confirmed that a delivery was taken, has it as it was before: it waits, at fewer attempts and
 * no later version or time. (What a person gives another try has fewer attempts as well, but is later; an edit since
 * Redis came back is a later version, but no later time.)
 */
function isForgotten(taken: Stored, now: Stored | undefined): boolean {
  if (!now) return true;
  const { state, attempts, updatedAt } = now.delivery;
  const isEarlier = Number(now.version) <= Number(taken.version) || updatedAt < taken.delivery.updatedAt;
  return state === 'pending' && attempts < taken.delivery.attempts && isEarlier;
}
