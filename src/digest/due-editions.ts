import type { DigestJob } from './digest-job.js';
import { parseSchedule } from './schedule.js';

/** A run noticed this late (ms) is still on time: beats come about once a second, and a start takes a moment. */
const ON_TIME = 60_000;

/** A run of a job that is to be composed now. */
export interface DueEdition {
  job: DigestJob;
  /** The scheduled moment (ms since the epoch). */
  at: number;
  /** It should have happened earlier and is made up. */
  late: boolean;
}

export interface DueEditions {
  due: DueEdition[];
  /** Schedules with nothing to do but to remember how far they got; `at` in ms since the epoch. */
  settled: { schedule: string; at: number }[];
  /** Runs that are lost, for the log. */
  skipped: { job: string; at: number; reason: string }[];
}

/**
 * The name under which the engine remembers how far a job got. It changes with the schedule: an edited one begins anew,
 * instead of making up runs it never had.
 */
export function scheduleName(job: Pick<DigestJob, 'name' | 'schedule' | 'timezone'>): string {
  return `digest ${job.name} ${job.schedule} ${job.timezone}`;
}

/**
 * Which runs are due. The first time a schedule is seen nothing before `now` counts. Of runs missed while the program
 * was away only the newest is made up, and only within the job's `catchUp`: its edition covers what the others would have.
 *
 * @param handled for {@link scheduleName}: the latest moment dealt with (ms since the epoch); undefined for a new one
 * @param now ms since the epoch
 */
export function dueEditions(
  jobs: readonly DigestJob[],
  handled: (schedule: string) => number | undefined,
  now: number,
): DueEditions {
  const result: DueEditions = { due: [], settled: [], skipped: [] };
  for (const job of jobs) {
    const name = scheduleName(job);
    const done = handled(name);
    if (done === undefined) {
      result.settled.push({ schedule: name, at: now });
      continue;
    }
    const schedule = parseSchedule(job.schedule, job.timezone);
    const at = schedule.previousRun(now + 1);
    if (at === undefined || at <= done) continue;

    const before = schedule.previousRun(at);
    if (before !== undefined && before > done) {
      result.skipped.push({
        job: job.name,
        at: before,
        reason: 'a later run of the same job is due; it covers this one',
      });
    }
    if (now - at <= Math.max(job.catchUp, ON_TIME)) {
      result.due.push({ job, at, late: now - at > ON_TIME });
    } else {
      result.skipped.push({ job: job.name, at, reason: "it was missed by more than the job's catchUp" });
      result.settled.push({ schedule: name, at });
    }
  }
  return result;
}
