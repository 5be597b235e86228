import type { EditionRecord, Subscriptions } from '../engine/engine.js';
import type { Library, TermKind } from '../library/library.js';

/** A digest job as the bot speaks of it. */
export interface BotJob {
  /** File name without `.md`, e.g. `weekly-reading`. */
  name: string;
  title: string;
}

/** What the commands may look at. */
export interface BotContext {
  /** The visible posts as they are now. */
  library: Library;
  /** The newest edition of a job, or of all jobs. */
  newestEdition(job?: string): Promise<EditionRecord | undefined>;
  jobs: readonly BotJob[];
  /** Absent where there is nothing to subscribe (the terminal, a public page). */
  subscriptions?: Subscriptions;
  /** ms since the epoch. */
  now(): number;
  /** Public address of a term's page; absent: terms are shown without a link. */
  termUrl?(kind: TermKind, key: string): string;
  /** Public address of an edition's page. */
  editionUrl?(id: string): string;
}
