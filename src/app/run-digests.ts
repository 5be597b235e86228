import type { DigestJob } from '../digest/digest-job.js';
import { dueEditions, scheduleName } from '../digest/due-editions.js';
import type { Engine } from '../engine/engine.js';
import { type EditionSources, editionAt, editionCommit } from './digest-editions.js';
import type { OpenDraftDesk } from './open-draft-desk.js';
import { proposeDraft } from './propose-draft.js';

/** After a run that failed (ms); it stays due within the job's catchUp. */
const AFTER_FAILURE = 60_000;

export interface DigestRunOptions {
  engine: Engine;
  /** The jobs as their files say now. */
  jobs(): Promise<readonly DigestJob[]>;
  /** Asked when an edition is made: the library as it is then. */
  sources(): Omit<EditionSources, 'ledger'>;
  /** Where editions with `approve` wait. */
  drafts: Pick<OpenDraftDesk, 'settleLate'>;
  /** Called when an edition was made. */
  onEdition(): Promise<void>;
}

/** Composes editions when they are due, and sends them or puts them before their reviewers; may run in any number of processes. */
export function runDigests(options: DigestRunOptions): { close(): Promise<void> } {
  const { engine } = options;
  const waiting = new Map<string, number>();
  return engine.schedule.beat(async (now) => {
    const { log } = options.sources().world;
    const jobs = (await options.jobs()).filter(({ name }) => (waiting.get(name) ?? 0) <= now);
    const handled = new Map<string, number | undefined>();
    for (const name of jobs.map(scheduleName)) handled.set(name, await engine.schedule.handled(name));
    const { due, settled, skipped } = dueEditions(jobs, (name) => handled.get(name), now);
    for (const { job, at, reason } of skipped) {
      log.warn({ job, at: new Date(at).toISOString() }, `a digest run is skipped: ${reason}`);
    }
    await options.drafts.settleLate();
    for (const { schedule, at } of settled) await engine.schedule.markHandled(schedule, at);
    for (const { job, at, late } of due) {
      try {
        await makeEdition(job, at, late, options);
      } catch (error) {
        waiting.set(job.name, now + AFTER_FAILURE);
        log.error({ err: error, job: job.name }, 'a digest could not be made; trying again in a minute');
      }
    }
  });
}

async function makeEdition(job: DigestJob, at: number, late: boolean, options: DigestRunOptions): Promise<void> {
  const { ledger, schedule } = options.engine;
  const sources = options.sources();
  const { log } = sources.world;
  const edition = await editionAt(job, at, { ...sources, ledger });
  if (edition.empty && job.whenEmpty === 'skip') {
    log.info({ edition: edition.id }, 'nothing new for this edition; it is skipped');
  } else if (job.approve) {
    if (await proposeDraft(edition, job, ledger, sources)) {
      log.info({ edition: edition.id, reviewChannel: job.reviewChannel }, 'a draft waits for approval');
    }
  } else {
    const { committed } = await ledger.commit(editionCommit(edition, job, sources));
    if (committed) {
      log.info({ edition: edition.id, late }, 'an edition goes out');
      await options.onEdition();
    }
  }
  await schedule.markHandled(scheduleName(job), at);
}
