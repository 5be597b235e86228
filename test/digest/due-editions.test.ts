import { describe, expect, it } from 'vitest';
import { dueEditions, scheduleName } from '../../src/digest/due-editions.js';
import { makeJob } from '../support/make-job.js';

const at = (text: string) => Date.parse(`${text}+08:00`);
const DAY = 86_400_000;
/** Fridays at ten; misses of up to two days are made up. */
const job = makeJob({ catchUp: 2 * DAY });
const FRIDAY = at('2022-02-04T10:00:00');

function look(handled: number | undefined, now: number, jobs = [job]) {
  const { due, settled, skipped } = dueEditions(jobs, () => handled, now);
  return {
    due: due.map((each) => [each.job.name, new Date(each.at).toISOString(), each.late]),
    settled,
    skipped: skipped.map((each) => [new Date(each.at).toISOString(), each.reason]),
  };
}

describe('which editions are due', () => {
  it('is none before the first look at a job: nothing of the past counts', () => {
    const now = at('2022-02-04T10:00:30');
    expect(look(undefined, now)).toEqual({
      due: [],
      settled: [{ schedule: 'digest weekly-reading 0 10 * * 5 Asia/Shanghai', at: now }],
      skipped: [],
    });
  });

  it('is none a second before, one at the very moment and none once it is handled', () => {
    const week = at('2022-01-28T10:00:00');
    expect(look(week, FRIDAY - 1_000).due).toEqual([]);
    expect(look(week, FRIDAY).due).toEqual([['weekly-reading', '2022-02-04T02:00:00.000Z', false]]);
    expect(look(FRIDAY, FRIDAY + 1_000).due).toEqual([]);
  });

  it('makes up a run missed within catchUp, to the millisecond', () => {
    const week = at('2022-01-28T10:00:00');
    expect(look(week, FRIDAY + 2 * DAY).due).toEqual([['weekly-reading', '2022-02-04T02:00:00.000Z', true]]);
    const tooLate = look(week, FRIDAY + 2 * DAY + 1);
    expect(tooLate.due).toEqual([]);
    expect(tooLate.skipped).toEqual([['2022-02-04T02:00:00.000Z', "it was missed by more than the job's catchUp"]]);
    expect(tooLate.settled).toEqual([{ schedule: scheduleName(job), at: FRIDAY }]);
  });

  it('makes up only the newest of several missed runs, and says so of the others', () => {
    expect(look(at('2022-01-07T10:00:00'), FRIDAY + DAY)).toEqual({
      due: [['weekly-reading', '2022-02-04T02:00:00.000Z', true]],
      settled: [],
      skipped: [['2022-01-28T02:00:00.000Z', 'a later run of the same job is due; it covers this one']],
    });
  });

  it('sends what is on time even when nothing is ever made up', () => {
    const strict = makeJob({ catchUp: 0 });
    expect(look(at('2022-01-28T10:00:00'), FRIDAY + 900, [strict]).due).toHaveLength(1);
    expect(look(at('2022-01-28T10:00:00'), FRIDAY + 61_000, [strict]).due).toEqual([]);
  });

  it('does nothing when the clock was set back', () => {
    expect(look(FRIDAY, at('2022-01-28T10:00:00'))).toEqual({ due: [], settled: [], skipped: [] });
  });

  it('begins anew when the schedule is edited, instead of making up runs it never had', () => {
    const edited = makeJob({ schedule: '0 9 * * 1' });
    const handled = new Map([[scheduleName(job), FRIDAY]]);
    const monday = at('2022-02-07T11:00:00');
    const { due, settled } = dueEditions([edited], (name) => handled.get(name), monday);
    expect(due).toEqual([]);
    expect(settled).toEqual([{ schedule: 'digest weekly-reading 0 9 * * 1 Asia/Shanghai', at: monday }]);
  });

  it('is decided for each job by itself', () => {
    const daily = makeJob({ name: 'daily', schedule: '0 10 * * *' });
    const never = makeJob({ name: 'monthly', schedule: '0 10 1 * *' });
    expect(look(FRIDAY - DAY, FRIDAY + 5_000, [job, daily, never]).due.map(([name]) => name)).toEqual([
      'weekly-reading',
      'daily',
    ]);
  });
});
