import { windowOf } from '../claimed.js';
import type { Lane, Rate } from '../engine.js';
import type { Database } from './database.js';

/**
 * A lane is a channel's place in the queue: when its oldest delivery may go next. Rows of `lanes` are kept in step with
 * `deliveries` in the same transaction, by whoever changes a delivery.
 *
 * Pacing is a sliding window over stored departures, so it holds across processes and restarts. Platforms count
 * arrivals: a departure's time is moved to when the platform answered (or the worker was lost), which is never before
 * the arrival, and the next departure is never after the next arrival. So no `count + 1` arrivals fit into `per`.
 */
export interface Lanes {
  /** Must be called whenever a delivery of the channel changed. */
  refresh(channel: string): void;
  /** The lanes that can be worked on, those that waited longest first. */
  ready(now: number, limit: number): string[];
  /** When the next lane can be worked on; undefined: nothing waits. */
  nextReadyAt(): number | undefined;
  /** When the channel may be sent to, by its pace and pause: a time up to `now` means at once. */
  opensAt(channel: string, rate: Rate | undefined, now: number): number;
  /** One of its deliveries has left; refreshes the lane. */
  depart(channel: string, claim: string, rate: Rate | undefined, now: number): void;
  /** The departure is over: it counts from now, or (`release`) not at all. Refreshes the lane. */
  arrive(channel: string, claim: string, rate: Rate | undefined, now: number, released: boolean): void;
  pause(channel: string, until: number): void;
  /** How a channel stands. */
  look(channel: string, now: number): Lane;
  /** Reckons every pace anew: rates may have changed since the last run, and the clock may have been put back. */
  repace(rateOf: (channel: string) => Rate | undefined, now: number): void;
}

export const READY_LANES = 'SELECT channel FROM lanes WHERE ready_at <= ? ORDER BY ready_at LIMIT ?';
export const NEXT_READY = 'SELECT min(ready_at) AS at FROM lanes WHERE ready_at IS NOT NULL';

/** When a lane can be worked on, given when it last had its turn and when its pace opens it. */
const readyAt = (turnAt: string, pacedUntil: string): string => `CASE
  WHEN EXISTS (
    SELECT 1 FROM deliveries INDEXED BY sending_by_channel WHERE channel = ?1 AND state = 'sending'
  ) THEN NULL
  -- max() of several values is NULL when one of them is: nothing pending.
  ELSE max(
    (SELECT min(due_at) FROM deliveries INDEXED BY pending_by_due WHERE channel = ?1 AND state = 'pending'),
    ${turnAt}, ${pacedUntil}, paused_until
  ) END`;
export const REFRESH_LANE = `UPDATE lanes SET ready_at = ${readyAt('turn_at', 'paced_until')} WHERE channel = ?1`;
export const TURN_LANE = `UPDATE lanes SET turn_at = ?2, paced_until = ?3, ready_at = ${readyAt('?2', '?3')} WHERE channel = ?1`;

const LOOK_AT_LANE = `SELECT
  (SELECT count(*) FROM deliveries INDEXED BY pending_by_due WHERE channel = ?1 AND state = 'pending') AS pending,
  (SELECT count(*) FROM deliveries INDEXED BY sending_by_channel WHERE channel = ?1 AND state = 'sending') AS sending,
  (SELECT ready_at FROM lanes WHERE channel = ?1) AS ready_at,
  (SELECT paused_until FROM lanes WHERE channel = ?1) AS paused_until`;
interface LaneRow {
  pending: number;
  sending: number;
  ready_at: number | null;
  paused_until: number | null;
}

export function createLanes(database: Database): Lanes {
  const refresh = (channel: string): void => {
    if (database.run(REFRESH_LANE, channel) > 0) return;
    database.run('INSERT INTO lanes (channel) VALUES (?)', channel);
    database.run(REFRESH_LANE, channel);
  };

  const paceOpensAt = (channel: string, rate: Rate | undefined, now: number): number => {
    if (!rate) return 0;
    const window = windowOf(rate);
    database.run('DELETE FROM departures WHERE channel = ? AND at <= ?', channel, now - window);
    // A departure in the future means the clock was put back: it must not close the channel for longer than `per`.
    database.run('UPDATE OR REPLACE departures SET at = ?2 WHERE channel = ?1 AND at > ?2', channel, now);
    const nth = database.get<{ at: number }>(
      'SELECT at FROM departures WHERE channel = ? ORDER BY at DESC LIMIT 1 OFFSET ?',
      channel,
      rate.count - 1,
    );
    return nth ? nth.at + window : 0;
  };

  const turn = (channel: string, rate: Rate | undefined, now: number): void => {
    database.run(TURN_LANE, channel, now, paceOpensAt(channel, rate, now));
  };

  return {
    refresh,
    ready: (now, limit) => database.all<{ channel: string }>(READY_LANES, now, limit).map(({ channel }) => channel),
    nextReadyAt: () => database.get<{ at: number | null }>(NEXT_READY)?.at ?? undefined,
    opensAt: (channel, rate, now) => {
      const opens = paceOpensAt(channel, rate, now);
      const lane = database.get<{ paced: number; paused: number }>(
        'SELECT paced_until AS paced, paused_until AS paused FROM lanes WHERE channel = ?',
        channel,
      );
      if (lane?.paced !== opens) database.run('UPDATE lanes SET paced_until = ?2 WHERE channel = ?1', channel, opens);
      return Math.max(opens, lane?.paused ?? 0);
    },
    depart: (channel, claim, rate, now) => {
      if (rate) database.run('INSERT INTO departures (channel, at, claim) VALUES (?, ?, ?)', channel, now, claim);
      turn(channel, rate, now);
    },
    arrive: (channel, claim, rate, now, released) => {
      if (released) database.run('DELETE FROM departures WHERE channel = ? AND claim = ?', channel, claim);
      else if (rate)
        database.run('UPDATE OR REPLACE departures SET at = ? WHERE channel = ? AND claim = ?', now, channel, claim);
      turn(channel, rate, now);
    },
    pause: (channel, until) => {
      database.run('UPDATE lanes SET paused_until = max(paused_until, ?2) WHERE channel = ?1', channel, until);
    },
    look: (channel, now) => {
      const { pending, sending, ready_at, paused_until } = database.get<LaneRow>(LOOK_AT_LANE, channel) as LaneRow;
      const paused = paused_until ?? 0;
      return {
        channel,
        pending,
        sending,
        ...(ready_at !== null && { nextAt: ready_at }),
        ...(paused > now && { pausedUntil: paused }),
      };
    },
    repace: (rateOf, now) => {
      const lanes = database.all<{ channel: string }>(
        'SELECT channel FROM lanes WHERE turn_at > ?1 OR paced_until > ?1',
        now,
      );
      for (const { channel } of lanes) turn(channel, rateOf(channel), now);
    },
  };
}
