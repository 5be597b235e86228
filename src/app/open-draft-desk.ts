import type { DigestJob } from '../digest/digest-job.js';
import { type DraftSource, draftEdition, draftSource } from '../digest/draft.js';
import {
  atDeadline,
  changedSource,
  closed,
  DECIDED_BY,
  type DraftAnswer,
  type DraftDecision,
  type DraftDesk,
  nameOf,
} from '../digest/draft-decision.js';
import type { Commit, Draft, Ledger } from '../engine/engine.js';
import { editionCommit } from './digest-editions.js';
import { type DraftSources, reviewRevision } from './propose-draft.js';

/** Somebody else changed the draft at the same moment: it is looked at again, at most this often. */
const MOST_TRIES = 10;

export interface DraftDeskOptions extends DraftSources {
  ledger: Ledger;
  /** The jobs as their files say now: who may approve follows them. */
  jobs(): Promise<readonly DigestJob[]>;
  /** Called when an edition went out. */
  onEdition(): Promise<void>;
}

/** The desk, and what happens to drafts without anybody's hand. */
export interface OpenDraftDesk extends DraftDesk {
  /** Settles drafts whose time is up; to be called about once a second. */
  settleLate(): Promise<void>;
}

/**
 * The one place where drafts are decided: buttons in Slack, the admin console and deadlines all end here. A decision, the
 * edition, its deliveries and the change of the review message are one commit, which the ledger takes only if nobody
 * was faster; so an edition goes out once at most, and just as the draft says.
 */
export function openDraftDesk(options: DraftDeskOptions): OpenDraftDesk {
  const { ledger, jobs, world } = options;

  /** Everything that follows from a change, at once; `outgoing` goes out with it. */
  const commit = async (after: Draft, outgoing: Pick<Commit, 'editions' | 'deliveries'> = {}): Promise<boolean> => {
    const { committed } = await ledger.commit({
      ...outgoing,
      drafts: [after],
      revisions: [reviewRevision(after, options)],
    });
    if (!committed || !after.decided) return committed;
    world.log.info({ edition: after.id, by: after.decided.by }, `a draft is decided: ${after.state}`);
    if (after.state === 'sent') await options.onEdition();
    return true;
  };

  const jobOf = async (draft: Draft): Promise<DigestJob> =>
    (await jobs()).find(({ name }) => name === draft.job) ?? draftSource(draft).job;

  /** What happens to a waiting draft without anybody's decision: its edition went out otherwise, or its time is up. */
  const settle = async (draft: Draft): Promise<boolean> => {
    const now = world.now();
    const edition = await ledger.edition(draft.id);
    if (edition) {
      await commit({ ...closed(draft, 'sent', DECIDED_BY.command, now), edition, deliveries: [] });
      return true;
    }
    if (now < draft.deadline) return false;
    const { catchUp } = await jobOf(draft);
    const after = closed(draft, atDeadline(draft, catchUp, now), DECIDED_BY.deadline, now);
    await commit(after, outgoingOf(after));
    return true;
  };

  const desk: OpenDraftDesk = {
    draft: (id) => ledger.draft(id),
    waiting: () => ledger.drafts({ waiting: true }),
    mayDecide: async (draft, reviewer) =>
      reviewer.via === 'console' || (await jobOf(draft)).approvers.includes(reviewer.user),

    decide: async (id, decision, reviewer): Promise<DraftAnswer> => {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const draft = await ledger.draft(id);
        if (!draft) return { type: 'unknown' };
        if (!(await desk.mayDecide(draft, reviewer))) return { type: 'not-allowed', draft };
        if (draft.state !== 'waiting') return { type: 'decided', draft };
        if (await settle(draft)) continue;
        if (decision.type === 'approve' && decision.version !== draft.version) return { type: 'changed', draft };
        const after = decided(draft, decision, nameOf(reviewer), options);
        if (!after) return { type: 'unknown' };
        if (await commit(after, outgoingOf(after))) return { type: 'done', draft: after };
      }
      throw new Error(`the draft ${id} was changed by others ${MOST_TRIES} times while it was decided`);
    },

    settleLate: async () => {
      for (const draft of await desk.waiting()) await settle(draft);
    },
  };
  return desk;
}

function outgoingOf({ state, edition, deliveries }: Draft): Pick<Commit, 'editions' | 'deliveries'> {
  return state === 'sent' ? { editions: [edition], deliveries } : {};
}

/** @returns undefined when the decision names a link that is not there */
function decided(draft: Draft, decision: DraftDecision, by: string, sources: DraftSources): Draft | undefined {
  const now = sources.world.now();
  if (decision.type === 'approve') return closed(draft, 'sent', by, now);
  if (decision.type === 'skip') return closed(draft, 'skipped', by, now);
  const source = changedSource(draftSource(draft), decision);
  return source && recomposed(draft, source, sources);
}

function recomposed(draft: Draft, source: DraftSource, sources: DraftSources): Draft {
  const { editions, deliveries } = editionCommit(draftEdition(source), source.job, sources, source.changes.drop);
  return { ...draft, version: draft.version + 1, edition: editions[0], deliveries, source };
}
