import type { Message } from '../message/message.js';
import type { Delivery, DeliveryFault, Receipt } from './delivery.js';

/*
 * What an edit or the removal of a post does to its deliveries. It is never a delivery of its own and never changes
 * whether something was sent: what may be out already is changed in place later, what is not out goes out in its new form.
 */

/** A change that a message on the platform is still to get. */
export interface Revision {
  /** What it should show; null: it should go away. */
  message: Message | null;
  /** When the first of the edits that it stands for came (ms since the epoch). */
  since: number;
  /** Not to be applied before (ms since the epoch): a burst of edits becomes one change. */
  dueAt: number;
  /** How often applying it failed. */
  attempts: number;
}

export type RevisionEvent =
  /** The post looks different now. `keepSent`: leave messages that are out as they are. */
  | { type: 'revise'; message: Message; dueAt: number; keepSent: boolean }
  /** The post is gone. */
  | { type: 'withdraw'; dueAt: number; keepSent: boolean }
  /** A revision was tried on the platform; `message` is the one that was tried. */
  | { type: 'revised'; message: Message | null; outcome: RevisionOutcome };

export type RevisionOutcome =
  | { type: 'done'; receipt?: Receipt }
  | { type: 'later'; fault: DeliveryFault; at: number }
  /** The platform will never do it (too old, no such feature); the message stays as it is. */
  | { type: 'never'; fault?: DeliveryFault };

/** An author who saves again and again does not keep the change back for longer than this (ms). */
const LONGEST_BURST = 60_000;
/** Applying a revision is tried this often. */
const MAX_REVISION_ATTEMPTS = 8;

/** @returns the changed delivery, or undefined when the event means nothing to it. */
export function revise(delivery: Delivery, event: RevisionEvent, now: number): Delivery | undefined {
  // Too old: see the event `trim`.
  if (delivery.state === 'sent' && delivery.receipt === undefined) return undefined;
  switch (event.type) {
    case 'revise': {
      const message = fitting(event.message, delivery);
      if (delivery.state === 'skipped') return comeBack(delivery, message, now);
      if (mayBeOut(delivery)) return event.keepSent ? undefined : plan(delivery, message, event.dueAt, now);
      return same(delivery.message, message) ? undefined : { ...delivery, message };
    }
    case 'withdraw':
      if (delivery.state === 'skipped') return undefined;
      if (mayBeOut(delivery)) return event.keepSent ? undefined : plan(delivery, null, event.dueAt, now);
      return takeBack(delivery, now);
    case 'revised':
      return settle(delivery, event.message, event.outcome);
  }
}

/** One revision is for all channels of a post; those that were sent no article get none now. */
function fitting(message: Message, delivery: Delivery): Message {
  if (message.article === undefined || delivery.message.article !== undefined) return message;
  const { article: _, ...shown } = message;
  return shown;
}

/** Whether a message of the delivery is, or could be, on the platform. */
function mayBeOut({ state, doubtSince }: Delivery): boolean {
  return state === 'sending' || state === 'sent' || doubtSince !== undefined;
}

function plan(delivery: Delivery, message: Message | null, dueAt: number, now: number): Delivery | undefined {
  const planned = delivery.revision;
  if (same(message, planned ? planned.message : delivery.message)) return undefined;
  // Edited back to what is out already.
  if (same(message, delivery.message)) return without(delivery);
  const since = planned?.since ?? now;
  return { ...delivery, revision: { message, since, dueAt: Math.min(dueAt, since + LONGEST_BURST), attempts: 0 } };
}

/** Not announced yet, and now there is nothing to announce. The revision marks that it may come back. */
function takeBack(delivery: Delivery, now: number): Delivery {
  return {
    ...delivery,
    state: 'skipped',
    heldFor: undefined,
    fault: { message: 'the post was taken back before it was announced' },
    revision: { message: null, since: now, dueAt: now, attempts: 0 },
    updatedAt: now,
  };
}

function comeBack(delivery: Delivery, message: Message, now: number): Delivery | undefined {
  if (delivery.revision?.message !== null) return undefined;
  return {
    ...without(delivery),
    state: 'pending',
    message,
    fault: undefined,
    attempts: 0,
    dueAt: now,
    updatedAt: now,
  };
}

function settle(delivery: Delivery, tried: Message | null, outcome: RevisionOutcome): Delivery | undefined {
  const { revision } = delivery;
  if (!revision || delivery.state !== 'sent') return undefined;
  // While it was applied the post changed again: that is the next revision, and this one no longer matters.
  if (!same(tried, revision.message)) return undefined;
  switch (outcome.type) {
    case 'done': {
      const receipt = outcome.receipt ?? delivery.receipt;
      return { ...without(delivery), receipt, message: tried ?? delivery.message, fault: undefined };
    }
    case 'later': {
      const attempts = revision.attempts + 1;
      if (attempts >= MAX_REVISION_ATTEMPTS) return { ...without(delivery), fault: outcome.fault };
      return { ...delivery, fault: outcome.fault, revision: { ...revision, attempts, dueAt: outcome.at } };
    }
    case 'never':
      return { ...without(delivery), fault: outcome.fault };
  }
}

function without(delivery: Delivery): Delivery {
  return { ...delivery, revision: undefined };
}

function same(a: Message | null, b: Message | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
