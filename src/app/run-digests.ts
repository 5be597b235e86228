import type { DigestJob } from '../digest/digest-job.js';
import { dueEditions, scheduleName } from '../digest/due-editions.js';
import type { Engine } from '../engine/engine.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';
import { editionAt, editionCommit, isEmpty } from './digest-editions.js';
import type { Snapshot } from './read-library.js';

export interface DigestRunOptions {
  engine: Engine;
  /** The jobs as their files say now. */
  jobs(): Promise<readonly DigestJob[]>;
  library(): Snapshot['library'];
  settings: SiteSettings;
  /** Called when an edition was made. */
  onEdition(): Promise<void>;
  world: Pick<World, 'now' | 'log'>;
}

/** Composes and sends editions when they are due; may run in any number of processes. */
export function runDigests(options: DigestRunOptions): { close(): Promise<void> } {
  const { engine, world } = options;
  return engine.schedule.beat(async (now) => {
    const jobs = await options.jobs();
    const handled = new Map<string, number | undefined>();
    for (const name of jobs.map(scheduleName)) handled.set(name, await engine.schedule.handled(name));
    const { due, settled, skipped } = dueEditions(jobs, (name) => handled.get(name), now);
    for (const { job, at, reason } of skipped) {
      world.log.warn({ job, at: new Date(at).toISOString() }, `a digest run is skipped: ${reason}`);
    }
    for (const { schedule, at } of settled) await engine.schedule.markHandled(schedule, at);
    for (const { job, at, late } of due) {
      try {
        await sendEdition(job, at, late, options);
      } catch (error) {
        // Not marked as handled: it is tried again at the next beat, within catchUp.
        world.log.error({ err: error, job: job.name }, 'a digest could not be composed');
      }
    }
  });
}

async function sendEdition(job: DigestJob, at: number, late: boolean, options: DigestRunOptions): Promise<void> {
  const { engine, library, settings, onEdition, world } = options;
  const { ledger, schedule } = engine;
  const edition = await editionAt(job, at, { library: library(), settings, ledger });
  if (isEmpty(edition) && job.whenEmpty === 'skip') {
    world.log.info({ edition: edition.id }, 'nothing new for this edition; it is skipped');
  } else {
    const { committed } = await ledger.commit(editionCommit(edition, job.channels, settings, world.now()));
    if (committed) {
      world.log.info({ edition: edition.id, late }, 'an edition goes out');
      await onEdition();
    }
  }
  await schedule.markHandled(scheduleName(job), at);
}
