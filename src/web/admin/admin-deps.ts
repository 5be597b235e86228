import type { Delivery } from '../../announce/delivery.js';
import type { Post, Problem } from '../../content/post.js';
import type { DigestJob } from '../../digest/digest-job.js';
import type { DraftDesk } from '../../digest/draft-decision.js';
import type { Draft, Engine, Rate } from '../../engine/engine.js';
import type { Language, Message } from '../../message/message.js';
import type { World } from '../../world.js';
import type { SiteInput } from '../site.js';

/** A configured channel, as the console shows it. */
export interface ConsoleChannel {
  name: string;
  type: string;
  /** Its own rate, or its platform's. */
  rate: Rate | undefined;
  /** False: for digests only. */
  announce: boolean;
}

/** A message as one medium would be sent it. */
export interface Drawing {
  /** The kind of channel. */
  medium: string;
  /** The configured channel whose options and language it is drawn with. */
  channel?: string;
  language: Language;
  payload: unknown;
}

/** An edition that was composed to be looked at. */
export interface EditionPreview {
  id: string;
  title: string;
  markdown: string;
  /** Nothing in it is new. */
  empty: boolean;
  /** It went out before. */
  out: boolean;
  /** As the job's channels would get it. */
  drawings: Drawing[];
}

/** What the console needs of the rest of the program; everything that changes is asked for anew. */
export interface AdminDeps {
  /** `server.adminToken`; '' when there is none. */
  adminToken: string;
  /** `server.host`. */
  serverHost: string;
  site(): SiteInput;
  engine: Pick<Engine, 'type' | 'ledger' | 'queue' | 'subscriptions' | 'board'>;
  channels: readonly ConsoleChannel[];
  /** A delivery as its channel would be sent it; undefined when there is no such channel any more. */
  draw(delivery: Delivery): Promise<Drawing | undefined>;
  /** Where people find a message that was sent. */
  linkTo(delivery: Delivery): string | undefined;
  /** The announcement of a post in every medium there is. */
  drawPost(post: Post): Promise<Drawing[]>;
  /** What a delivery would say today: a post's message is made anew; of other things the ledger has the only copy. */
  sayAgain(delivery: Delivery): Message;
  /** What was wrong with files when they were last read. */
  problems(): readonly Problem[];
  /** The same and what is wrong with the library as a whole; `partial`: that was left out. */
  allProblems(): Promise<{ problems: readonly Problem[]; partial: boolean }>;
  digests: {
    jobs(): Promise<readonly DigestJob[]>;
    /** Composes the edition of this moment; sends and stores nothing. */
    preview(job: DigestJob): Promise<EditionPreview>;
    /** Composes it again and lets it out. @returns false when an edition of that id went out before */
    send(job: DigestJob): Promise<boolean>;
  };
  /** Where decisions about editions that wait for approval go. */
  drafts: DraftDesk;
  /** The deliveries of a draft as their channels would be sent them. */
  drawDraft(draft: Draft): Drawing[];
  /** Replaces secrets. */
  redact(text: string): string;
  now: World['now'];
  log: World['log'];
}
