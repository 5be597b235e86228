import { createHash } from 'node:crypto';
import { type Message, titleOnly } from '../message/message.js';
import { type Revision, type RevisionEvent, revise } from './revision.js';

/** Contract section 7. */
export const DELIVERY_STATES = ['pending', 'sending', 'sent', 'failed', 'held', 'skipped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a platform gave back: enough to find, edit or delete the message later. Opaque to everybody but the channel. */
export type Receipt = Record<string, string>;

/** Why the last attempt did not end in `sent`. */
export interface DeliveryFault {
  /** What went wrong, in one line, secrets removed. */
  message: string;
  /** How to mend it, when we know. */
  hint?: string;
}

/** One post, round-up, edition or draft for review × one channel: the unit of "exactly once". */
export interface Delivery {
  /** Deterministic (see {@link deliveryId}), so that two processes with the same news make the same delivery. No `:`. */
  id: string;
  kind: 'post' | 'roundup' | 'edition' | 'review';
  /** The post's, edition's or draft's id; for a round-up, a hash of the ids of its posts. */
  subject: string;
  /** Name of a configured channel, or the address of a subscribed one (`slack/C012`, `dingtalk/cid…`). */
  channel: string;
  /** All that is sent, so that a worker needs no content folder. */
  message: Message;
  state: DeliveryState;
  /** How often an attempt began. */
  attempts: number;
  /** Milliseconds since the epoch before which no attempt may begin. */
  dueAt: number;
  /** While `sending`: until when (ms since the epoch) the worker may be at it; past that the attempt is lost and in doubt. */
  leaseUntil?: number;
  /** While `sending`: the token of this claim; only its holder may settle it, `sent` excepted. */
  claim?: string;
  /** When the first attempt in doubt began (ms since the epoch): a request went out and its answer never came. */
  doubtSince?: number;
  /**
   * Set with a doubt that is too old for a platform's idempotency key: unless the platform can be asked, a person must
   * decide, whatever the channel's `onDoubt` says.
   */
  onDoubt?: 'hold';
  /** While `held`: a person must decide about a doubt, or the channel's breaker opened. */
  heldFor?: 'doubt' | 'breaker';
  fault?: DeliveryFault;
  receipt?: Receipt;
  /** A change of the message that may be out, still to be applied there; see revision.ts. */
  revision?: Revision;
  createdAt: number;
  updatedAt: number;
}

/** How an attempt ended. Times are milliseconds since the epoch. */
export type Outcome =
  /** The platform has it. */
  | { type: 'sent'; receipt: Receipt }
  /** It certainly did not arrive and may later; `at` overrides the backoff, `free` does not count as an attempt (rate limits). */
  | { type: 'later'; fault: DeliveryFault; at?: number; free?: boolean }
  /** It certainly did not arrive and never will. */
  | { type: 'never'; fault: DeliveryFault }
  /** It may have arrived; `at` overrides the backoff (the request may still be under way). */
  | { type: 'doubt'; fault: DeliveryFault; at?: number }
  /** It may have arrived, nobody can tell, and the channel says a person must decide. */
  | { type: 'hold'; fault: DeliveryFault }
  /** Handed back before anything was sent (shutdown). */
  | { type: 'release' };

/** What can happen to a delivery. */
export type DeliveryEvent =
  /** A worker takes it; `claim` is a fresh random token. */
  | { type: 'claim'; claim: string; leaseUntil: number }
  /** The worker that claimed it reports. */
  | { type: 'settle'; claim: string; outcome: Outcome }
  /**
   * The worker died, and nobody knows how far it came: its lease ran out, or (with `claim`) its holder is known to be
   * gone before that.
   */
  | { type: 'expire'; claim?: string }
  /** Too many at once for one channel: the breaker opened. */
  | { type: 'trip'; fault: DeliveryFault }
  | { type: 'skip'; fault: DeliveryFault }
  /** A person asked for it again: `failed` and `held` only. */
  | { type: 'retry' }
  /**
   * The ledger was restored from a backup made at `madeAt` (ms since the epoch): what waited then may have been sent
   * since, and what was taken back may have come back.
   */
  | { type: 'restored'; madeAt: number }
  /** It is so old that what takes up room is let go: see {@link trim}. */
  | { type: 'trim' }
  | RevisionEvent;

/** Attempts before a delivery is `failed`: with the backoff below about two and a half hours. */
export const MAX_ATTEMPTS = 20;
const FIRST_BACKOFF = 1_000;
const LONGEST_BACKOFF = 15 * 60_000;

/** Milliseconds to wait after the given number of attempts (1, 2, …): 1 s doubling up to 15 min, plus up to a tenth of jitter. */
export function backoff(attempts: number, random: number): number {
  const wait = Math.min(FIRST_BACKOFF * 2 ** Math.max(0, attempts - 1), LONGEST_BACKOFF);
  return Math.round(wait * (1 + random / 10));
}

/**
 * The state machine of a delivery, all of it. Engines call this and store what comes back; nobody else changes a state.
 *
 * ```
 * pending ─claim▶ sending ─sent▶ sent
 *    ▲               ├─later──────────▶ pending (backoff), `failed` after MAX_ATTEMPTS
 *    │               ├─doubt, expire──▶ pending, in doubt: the next attempt settles that first
 *    │               ├─release────────▶ pending, as if it had not been taken
 *    │               ├─never─▶ failed
 *    │               └─hold──▶ held ◀─trip─ pending
 *    └─retry─ failed, held              skipped ◀─skip─ pending, failed, held
 *
 * pending, sending ─restored▶ pending, in doubt
 * ```
 *
 * `sent` is final, and the platform's word for it counts in every state: a worker that was taken for dead and reports
 * late has a receipt for a message that is out there.
 *
 * @returns the changed delivery, or undefined when the event means nothing in this state (somebody else was faster).
 */
export function transition(
  delivery: Delivery,
  event: DeliveryEvent,
  now: number,
  random: number,
): Delivery | undefined {
  const { state } = delivery;
  const become = (change: Partial<Delivery>): Delivery => ({
    ...delivery,
    leaseUntil: undefined,
    claim: undefined,
    heldFor: undefined,
    updatedAt: now,
    ...change,
  });

  switch (event.type) {
    case 'claim': {
      if (state !== 'pending' || delivery.dueAt > now) return undefined;
      const { claim, leaseUntil } = event;
      return become({ state: 'sending', claim, leaseUntil, attempts: delivery.attempts + 1 });
    }
    case 'settle': {
      const late = state !== 'sending' || delivery.claim !== event.claim;
      if (late && (event.outcome.type !== 'sent' || state === 'sent')) return undefined;
      return become(settled(delivery, event.outcome, now, random));
    }
    case 'expire': {
      if (state !== 'sending') return undefined;
      const lost = event.claim === undefined ? (delivery.leaseUntil ?? 0) <= now : event.claim === delivery.claim;
      if (!lost) return undefined;
      // At once the first time (a restart should not delay the news); then with the usual backoff, so that neither a
      // message that kills its worker nor a worker that keeps dying uses up the attempts within seconds.
      const dueAt = delivery.attempts <= 1 ? now : now + backoff(delivery.attempts - 1, random);
      return become(
        tryAgain(delivery, { message: 'the worker stopped before it could report' }, dueAt, doubt(delivery)),
      );
    }
    case 'trip':
      return state === 'pending' ? become({ state: 'held', heldFor: 'breaker', fault: event.fault }) : undefined;
    case 'skip':
      if (state === 'sending' || state === 'sent' || state === 'skipped') return undefined;
      return become({ state: 'skipped', fault: event.fault });
    case 'retry':
      if (state !== 'failed' && state !== 'held') return undefined;
      return become({
        state: 'pending',
        attempts: 0,
        dueAt: now,
        // Whoever retries what was held in doubt has looked, and wants it sent.
        ...(delivery.heldFor === 'doubt' && { doubtSince: undefined, onDoubt: undefined }),
      });
    case 'restored':
      return restored(delivery, event.madeAt, now);
    case 'trim':
      return trim(delivery);
    case 'revise':
    case 'withdraw':
    case 'revised':
      return revise(delivery, event, now);
  }
}

function settled(delivery: Delivery, outcome: Outcome, now: number, random: number): Partial<Delivery> {
  switch (outcome.type) {
    case 'sent':
      return { state: 'sent', receipt: outcome.receipt, fault: undefined, doubtSince: undefined, onDoubt: undefined };
    case 'later': {
      const dueAt = outcome.at ?? now + backoff(delivery.attempts, random);
      if (!outcome.free) return tryAgain(delivery, outcome.fault, dueAt);
      return { state: 'pending', fault: outcome.fault, dueAt, attempts: delivery.attempts - 1 };
    }
    case 'doubt':
      return tryAgain(delivery, outcome.fault, outcome.at ?? now + backoff(delivery.attempts, random), doubt(delivery));
    case 'never':
      return { state: 'failed', fault: outcome.fault };
    case 'hold':
      return { state: 'held', heldFor: 'doubt', fault: outcome.fault, ...doubt(delivery) };
    case 'release':
      return { state: 'pending', attempts: delivery.attempts - 1, dueAt: now };
  }
}

function tryAgain(delivery: Delivery, fault: DeliveryFault, dueAt: number, change: Partial<Delivery> = {}) {
  const state: DeliveryState = delivery.attempts >= MAX_ATTEMPTS ? 'failed' : 'pending';
  return { state, fault, dueAt, ...change };
}

/** While `sending`, `updatedAt` is when the attempt began: nothing of it can be on the platform before that. */
function doubt(delivery: Delivery): Partial<Delivery> {
  return { doubtSince: delivery.doubtSince ?? delivery.updatedAt };
}

function restored(delivery: Delivery, madeAt: number, now: number): Delivery | undefined {
  const { state, doubtSince = madeAt } = delivery;
  // Taken back before it was sent: if its post came back since, it may have been sent as well.
  if (state === 'skipped' && delivery.revision) return { ...delivery, revision: undefined };
  if (state !== 'pending' && state !== 'sending') return undefined;
  const message = `it waited when the backup of ${new Date(madeAt).toISOString()} was made, and may have been sent since`;
  return {
    ...delivery,
    ...{ state: 'pending', attempts: 0, dueAt: now, leaseUntil: undefined, claim: undefined },
    ...{ doubtSince, onDoubt: 'hold', fault: { message }, updatedAt: now },
  };
}

/**
 * That it was announced, where and when stays for ever; what it looked like and the platform's reference go. A message
 * without a receipt is out of reach for edits. What a person may still retry is left whole.
 */
function trim(delivery: Delivery): Delivery | undefined {
  const { state, receipt } = delivery;
  if (state !== 'sent' && state !== 'skipped') return undefined;
  const message = titleOnly(delivery.message);
  if (JSON.stringify(message) === JSON.stringify(delivery.message) && receipt === undefined) return undefined;
  if (state === 'skipped') return { ...delivery, message };
  return { ...delivery, message, receipt: undefined, revision: undefined, fault: undefined };
}

/** The id under which a subject goes to a channel, once for ever. `again` makes the further one a person asked for (`--again`). */
export function deliveryId(kind: Delivery['kind'], subject: string, channel: string, again = 0): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, subject, channel, again]))
    .digest('hex')
    .slice(0, 24);
}
