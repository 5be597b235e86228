import type { Delivery, DeliveryEvent, DeliveryState, Outcome } from '../announce/delivery.js';
import type { Language, Message } from '../message/message.js';
import type { Archive } from './archive.js';

/**
 * The engine contract: everything that must outlive a process (ledger, queue, schedule, subscriptions) behind one
 * interface with two implementations, `embedded` (SQLite) and `redis` (BullMQ). `test/engine/engine-contract.ts` is the
 * suite both pass. No code outside `engine/` may know which one runs.
 *
 * Every method may be called from any process at any time; what it reports as done is durable. Failures of the store
 * (disk full, locked, corrupt, unreachable) reject with {@link EngineError}; nothing is half done then.
 */
export interface Engine {
  readonly type: 'embedded' | 'redis';
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly schedule: Schedule;
  readonly subscriptions: Subscriptions;
  /**
   * A view into the machinery behind the queue, if the engine has one with a view of its own: answers requests below a
   * path of the console, e.g. `/admin/queues`. It only shows; what happens is the ledger's.
   */
  board?(path: string): Promise<Board>;
  /** For moving to another engine; see migrate.ts. */
  readonly archive: Archive;
  /** Resolves when the store answers; rejects with {@link EngineError} otherwise. For readiness checks. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Board {
  fetch(request: Request): Response | Promise<Response>;
  /** The Content-Security-Policy its pages need. */
  policy: string;
}

/** The store failed. `message` says what happened and to what; `hint` how to mend it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A post the ledger has seen: it is never new again. */
export interface KnownPost {
  /** See Post.id. */
  id: string;
  /** See Post.guid. */
  guid: string;
  /** Where it was last seen. */
  url: string;
  path: string;
  bodyHash: string;
  /** Hash of what an announcement shows (title, description, cover, tags, link); a change may update sent messages. */
  cardHash: string;
  /** It is not in the library at present (deleted, drafted, expired). */
  gone: boolean;
}

/** An edition of a digest that was sent. */
export interface EditionRecord {
  /** `JOB/PERIOD`, e.g. `weekly-reading/2022-W05`. */
  id: string;
  job: string;
  /** What it covers: RFC 3339, from inclusive, to exclusive. */
  from: string;
  to: string;
  title: string;
  /** The edition's text in Markdown. */
  markdown: string;
  posts: { id: string; title: string; url: string }[];
  readings: { title: string; url: string }[];
  /** URLs that a reviewer left out: later editions do not bring them up again. */
  dropped?: string[];
  /** RFC 3339. */
  createdAt: string;
}

/** An edition that waits for a person to let it out, and afterwards the record of what became of it. */
export interface Draft {
  /** The id of the edition it is to be. */
  id: string;
  job: string;
  /** 1, and one more with every change; see {@link Commit.drafts}. */
  version: number;
  state: 'waiting' | 'sent' | 'skipped';
  /** RFC 3339. */
  createdAt: string;
  /** When it is decided without a person (ms since the epoch), and how. */
  deadline: number;
  onTimeout: 'send' | 'skip';
  /** Exactly what goes out, as it was last shown. */
  edition: EditionRecord;
  deliveries: NewDelivery[];
  /** What it was composed from, for whoever changes it; opaque to engines (see digest/draft.ts). */
  source: unknown;
  /** Who decided (see digest/draft-decision.ts), and when (ms since the epoch); set when it no longer waits. */
  decided?: { by: string; at: number };
}

/** What `commit` adds to a delivery it creates. */
export type NewDelivery = Pick<Delivery, 'id' | 'kind' | 'subject' | 'channel' | 'message'> & {
  /** Default pending; `skipped` and `held` record why nothing goes out. */
  state?: 'pending' | 'skipped' | 'held';
  heldFor?: Delivery['heldFor'];
  fault?: Delivery['fault'];
};

/** What became of a post (or of a round-up with it) that has deliveries; see RevisionEvent. */
export interface PostRevision {
  /** The post's id, the subject of a round-up it is in, or a draft's id: all its deliveries get it, editions excepted. */
  subject: string;
  /** How its announcement looks now; null: the post is gone. */
  message: Message | null;
  /** When messages that are out may be changed (ms since the epoch). */
  dueAt: number;
  /** Leave messages that are out as they are. */
  keepSent: boolean;
}

/** One atomic change of the ledger. */
export interface Commit {
  /**
   * The revision the plan was made from (see {@link Ledger.known}). When the ledger has moved on since, nothing is
   * written and the plan must be made anew. Absent: commit whatever the revision.
   */
  basedOn?: number;
  /** It is made from a scan that takes account of `restoredFrom` (see {@link Ledger.known}), which ends with it. */
  settlesRestore?: boolean;
  /** Posts to insert or replace, by id. */
  posts?: KnownPost[];
  /** Editions to insert. When one of the ids exists already, nothing of the commit is written. */
  editions?: EditionRecord[];
  /**
   * Drafts to insert (version 1) or to replace (one version on). When the ledger does not hold the version before,
   * nothing of the commit is written: of two people who decide, one is heard.
   */
  drafts?: Draft[];
  /** Deliveries to insert; one whose id exists is left as it is. */
  deliveries?: NewDelivery[];
  /** Applied to the deliveries that were there before. */
  revisions?: PostRevision[];
}

export interface DeliveryQuery {
  states?: DeliveryState[];
  channel?: string;
  subject?: string;
  /** At most this many (default 100), newest first. */
  limit?: number;
  /** The id of a delivery: only those made before it, which is the next page of a list that ended with it. */
  before?: string;
}

export interface KnownLibrary {
  /** The revision to base a {@link Commit} on. */
  revision: number;
  /** False until a first commit with `posts` (even an empty list). */
  initialised: boolean;
  /**
   * Set from when the ledger was restored until a scan has taken account of it: when the backup was made (ms since the
   * epoch). What was announced since then, the ledger does not know.
   */
  restoredFrom?: number;
  posts: KnownPost[];
}

export interface Ledger {
  /** @param ids only these posts, as far as there are any of them; absent: all */
  known(ids?: readonly string[]): Promise<KnownLibrary>;
  /** @returns whether it was written (see `basedOn`, `editions` and `drafts`), and the deliveries it created. */
  commit(commit: Commit): Promise<{ committed: boolean; created: string[] }>;
  delivery(id: string): Promise<Delivery | undefined>;
  deliveries(query?: DeliveryQuery): Promise<Delivery[]>;
  countByState(): Promise<Record<DeliveryState, number>>;
  /**
   * How many deliveries were made in each span of time, by the state they are in now. Span i begins with `edges[i]` and
   * ends before `edges[i + 1]`: whole minutes in ms since the epoch, ascending.
   */
  countByTime(edges: readonly number[]): Promise<Record<DeliveryState, number>[]>;
  /** Applies the state machine atomically. @returns the delivery as it is now, or undefined when the event meant nothing. */
  transition(id: string, event: DeliveryEvent): Promise<Delivery | undefined>;
  /** Sent deliveries with a revision that is due at `now` (ms since the epoch), most overdue first; at most `limit`. */
  dueRevisions(now: number, limit: number): Promise<Delivery[]>;
  /** Deliveries created for a channel since a time (ms since the epoch) that were not skipped; for the circuit breaker. */
  createdSince(channel: string, since: number): Promise<number>;
  /**
   * Lets go of the bulky parts (see the event `trim`) of deliveries created before a time (ms since the epoch): the next
   * `limit` from where it last stopped. @returns how many it went through; fewer than `limit` when none are left.
   */
  trim(before: number, limit: number): Promise<number>;
  edition(id: string): Promise<EditionRecord | undefined>;
  /** Newest first; `job` narrows to one. */
  editions(query?: { job?: string; limit?: number }): Promise<EditionRecord[]>;
  draft(id: string): Promise<Draft | undefined>;
  /** Newest first, at most `limit` (default 100); `waiting` narrows to those. */
  drafts(query?: { waiting?: boolean; limit?: number }): Promise<Draft[]>;
  /** When a scan last ended well (ms since the epoch). */
  recordScan(at: number): Promise<void>;
  lastScan(): Promise<number | undefined>;
}

/** At most `count` in any `per` milliseconds. */
export interface Rate {
  count: number;
  per: number;
}

export interface WorkOptions {
  /** Attempts under way at once, over all channels; one channel never has more than one. */
  concurrency: number;
  /** How fast a channel may be sent to, over all processes together; undefined: as fast as it goes. */
  rateOf(channel: string): Rate | undefined;
  /** One attempt. Never rejects: an unexpected error is an outcome as well. `signal` aborts on shutdown's deadline. */
  attempt(delivery: Delivery, signal: AbortSignal): Promise<Attempt>;
}

export interface Attempt {
  outcome: Outcome;
  /** The whole channel must wait until then (ms since the epoch), not just this delivery: a rate limit. */
  pauseChannelUntil?: number;
}

export interface Queue {
  /**
   * Starts taking due deliveries, oldest first in each channel, each claimed by one worker only, paced and leased.
   * Expired leases are put back (in doubt) meanwhile. Runs until closed.
   */
  work(options: WorkOptions): QueueWorker;
  /**
   * Takes just these deliveries, if they are due and their channels' pace allows within `waitMs`, one attempt each.
   * For one-shot commands. @returns them as they are then.
   */
  attemptNow(ids: string[], options: WorkOptions & { waitMs: number }): Promise<Delivery[]>;
  /** Deliveries that wait for an attempt. */
  depth(): Promise<number>;
  /** How these channels stand, in the order of the names; one that never had a delivery stands empty. */
  lanes(channels: readonly string[]): Promise<Lane[]>;
}

/** A channel's place in the queue. Times are ms since the epoch. */
export interface Lane {
  channel: string;
  /** Deliveries that wait for an attempt. */
  pending: number;
  /** Deliveries under way; at most one is the queue's. */
  sending: number;
  /** When the next delivery may leave; undefined: nothing waits, or one is under way. */
  nextAt?: number;
  /** The platform asked to be left alone until then; only while that is ahead. */
  pausedUntil?: number;
}

export interface QueueWorker {
  /** Stops taking; waits for attempts under way (at most `graceMs`, then aborts them), hands back what was not begun. */
  close(graceMs: number): Promise<void>;
}

export interface Schedule {
  /**
   * Calls `onBeat` about once a second with the time (ms since the epoch) until closed, in every process that asks.
   * What is due at a beat is for the caller to reckon from {@link handled}; deterministic ids make it happen once.
   */
  beat(onBeat: (now: number) => Promise<void>): { close(): Promise<void> };
  /** The latest moment of a schedule that was dealt with (ms since the epoch), or undefined for a new one. */
  handled(name: string): Promise<number | undefined>;
  /** Moves {@link handled} forward, never back. */
  markHandled(name: string, at: number): Promise<void>;
}

/** What a channel or direct message asked to get. */
export interface Subscription {
  /** Hash of destination, kind and value: subscribing twice is subscribing once. */
  id: string;
  /** Address of a channel (`slack/C012`, `dingtalk/cid…`, `web/…`). */
  destination: string;
  kind: 'tag' | 'category' | 'author' | 'search' | 'all';
  /** As the user spelled it; compared folded. '' for `all`. */
  value: string;
  /** At once (absent too), or in a digest of its own by day or week. */
  when?: 'instant' | 'daily' | 'weekly';
  createdBy: string;
  /** ms since the epoch. */
  createdAt: number;
  /** Set while deliveries to it are pointless (bot removed, channel archived), with the reason. */
  paused?: string;
}

/** What the bot remembers of a place it talks in. */
export interface DestinationSettings {
  language?: Language;
}

export interface Subscriptions {
  /** @returns false when it was there already. */
  add(subscription: Subscription): Promise<boolean>;
  /** @returns false when it was not there. */
  remove(id: string): Promise<boolean>;
  list(destination?: string): Promise<Subscription[]>;
  pause(destination: string, reason: string | undefined): Promise<void>;
  settings(destination: string): Promise<DestinationSettings>;
  saveSettings(destination: string, settings: DestinationSettings): Promise<void>;
}
