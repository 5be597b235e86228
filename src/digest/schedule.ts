import { Cron } from 'croner';

/**
 * When a job runs: cron with five fields (or a nickname such as `@weekly`) on the clocks of a zone. Day of month and
 * day of week are alternatives when both are given, as in every cron. A fixed time in the hour that daylight saving
 * skips runs right after the gap; in the doubled hour it runs once.
 *
 * It is the one reading of a schedule in the program, so that both engines agree on every moment.
 */
export interface Schedule {
  /** The first run after a moment (ms since the epoch, both), or undefined when there is none. */
  nextRun(after: number): number | undefined;
  /** The last run before a moment (ms since the epoch, both), or undefined when there was none. */
  previousRun(before: number): number | undefined;
  isRun(at: number): boolean;
}

/**
 * @param timezone a valid IANA zone
 * @throws {RangeError} with a message for the author of the job, when the expression is wrong or never comes true
 */
export function parseSchedule(expression: string, timezone: string): Schedule {
  const cron = readCron(expression, timezone);
  const nextRun = (after: number) => cron.nextRun(new Date(after))?.getTime();
  const previousRun = (before: number) => cron.previousRuns(1, new Date(before))[0]?.getTime();
  // 29 February is the rarest day there is: at most eight years away.
  if (nextRun(Date.UTC(2000, 0, 1)) === undefined) {
    throw new RangeError(`the schedule "${expression}" never comes true`);
  }
  return { nextRun, previousRun, isRun: (at) => nextRun(at - 1_000) === at };
}

function readCron(expression: string, timezone: string): Cron {
  try {
    return new Cron(expression, { timezone, mode: '5-part' });
  } catch (error) {
    const reason = (error as Error).message.replace(/^Cron(Pattern|Date): /, '');
    const fields = expression.trim().split(/\s+/).length;
    const counted = fields === 5 || expression.startsWith('@') ? reason : `five fields are needed, there are ${fields}`;
    throw new RangeError(`the schedule "${expression}" is not cron: ${counted}`);
  }
}
