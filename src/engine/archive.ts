import type { Delivery } from '../announce/delivery.js';
import type { DestinationSettings, Draft, EditionRecord, KnownPost, Subscription } from './engine.js';

/** One thing that a store remembers. */
export type ArchiveEntry =
  | { kind: 'post'; post: KnownPost }
  | { kind: 'edition'; edition: EditionRecord }
  | { kind: 'draft'; draft: Draft }
  | { kind: 'delivery'; delivery: Delivery }
  | { kind: 'subscription'; subscription: Subscription }
  | { kind: 'destination'; destination: string; settings: DestinationSettings }
  | { kind: 'schedule'; name: string; handledAt: number }
  | { kind: 'fact'; name: ArchiveFact; value: number };

/** `initialised`: 1 when there was a first scan, even of nothing. `lastScan`, `restoredFrom`: ms since the epoch. */
export type ArchiveFact = 'initialised' | 'lastScan' | 'restoredFrom';

export type ArchiveKind = ArchiveEntry['kind'];
export const ARCHIVE_KINDS = [
  'post',
  'edition',
  'draft',
  'delivery',
  'subscription',
  'destination',
  'schedule',
  'fact',
] as const satisfies ArchiveKind[];

/**
 * All that a store remembers, to be carried to another one. Only the windows of paces are left behind (they are over
 * within minutes), and the queue, which the ledger fills.
 */
export interface Archive {
  /** Which store it is, as a person would name it: `the database /srv/data/postrider.sqlite`. No secrets. */
  readonly where: string;
  /** Whether a worker is at it at present, this engine's own excepted. */
  inUse(): Promise<boolean>;
  counts(): Promise<Record<ArchiveKind, number>>;
  /** Everything, editions, drafts, deliveries and subscriptions in the order they were made, in portions of at most a few hundred. */
  read(): AsyncIterable<ArchiveEntry[]>;
  /** Takes entries in; what is there under the same id is replaced. */
  write(entries: ArchiveEntry[]): Promise<void>;
  /** A mark that outlasts the process: where what is being carried here comes from. */
  mark(): Promise<string | undefined>;
  setMark(mark: string | undefined): Promise<void>;
}
