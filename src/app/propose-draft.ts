import { deliveryId } from '../announce/delivery.js';
import type { DigestJob } from '../digest/digest-job.js';
import type { DraftSource } from '../digest/draft.js';
import { closed, DECIDED_BY } from '../digest/draft-decision.js';
import type { Edition } from '../digest/edition.js';
import { reviewMessage } from '../digest/review-message.js';
import type { Commit, Draft, Ledger, NewDelivery } from '../engine/engine.js';
import { languageOf } from '../message/words.js';
import { editionPath } from '../web/addresses.js';
import { type EditionSources, editionCommit, siteOf } from './digest-editions.js';

export type DraftSources = Pick<EditionSources, 'settings' | 'config' | 'world'>;

/** A waiting draft was changed by a reviewer just as it gave way: it is looked at again, at most this often. */
const MOST_TRIES = 10;

/**
 * Keeps an edition as a draft and puts it before its reviewers. Drafts of the job that still wait give way: the new one
 * covers what they would have.
 * @returns whether it was written; an edition that is out, or a draft that exists, is left as it is
 */
export async function proposeDraft(
  edition: Edition,
  job: DigestJob,
  ledger: Ledger,
  sources: DraftSources,
): Promise<boolean> {
  const draft = composed(edition, job, sources);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if ((await ledger.edition(draft.id)) || (await ledger.draft(draft.id))) return false;
    const older = (await ledger.drafts({ waiting: true })).filter((other) => other.job === job.name);
    const replaced = older.map((other) => closed(other, 'skipped', DECIDED_BY.newer, sources.world.now()));
    const { committed } = await ledger.commit({
      drafts: [draft, ...replaced],
      deliveries: [reviewDelivery(draft, job, sources)],
      revisions: replaced.map((other) => reviewRevision(other, sources)),
    });
    if (committed) return true;
  }
  throw new Error(`drafts of ${job.name} were changed ${MOST_TRIES} times while the next one was being made`);
}

function reviewDelivery(draft: Draft, job: DigestJob, sources: DraftSources): NewDelivery {
  const channel = `slack/${job.reviewChannel}`;
  const id = deliveryId('review', draft.id, channel);
  return { id, kind: 'review', subject: draft.id, channel, message: reviewOf(draft, sources) };
}

function composed(edition: Edition, job: DigestJob, sources: DraftSources): Draft {
  const { editions, deliveries } = editionCommit(edition, job, sources);
  const now = sources.world.now();
  const source: DraftSource = { edition, job, site: siteOf(sources.settings), changes: {} };
  return {
    ...{ id: edition.id, job: job.name, version: 1, state: 'waiting' },
    createdAt: new Date(now).toISOString(),
    deadline: now + job.approveWithin,
    onTimeout: job.onTimeout,
    edition: editions[0],
    deliveries,
    source,
  };
}

/** How a draft's message in the review channel looks now. */
function reviewOf(draft: Draft, { config, settings }: DraftSources) {
  const language = config.bot.slack?.language ?? languageOf(settings.language);
  return reviewMessage(draft, { language, pageUrl: settings.baseUrl + editionPath(draft.id) });
}

/** Brings a draft's message in the review channel up to date: part of every commit that changes a draft. */
export function reviewRevision(draft: Draft, sources: DraftSources): NonNullable<Commit['revisions']>[number] {
  return { subject: draft.id, message: reviewOf(draft, sources), dueAt: sources.world.now(), keepSent: false };
}
