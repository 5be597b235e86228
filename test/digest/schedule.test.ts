import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../src/digest/schedule.js';

const at = (text: string) => Date.parse(text);
const runsAfter = (expression: string, zone: string, from: string, count: number) => {
  const schedule = parseSchedule(expression, zone);
  const runs: string[] = [];
  for (let run = schedule.nextRun(at(from)); run !== undefined && runs.length < count; run = schedule.nextRun(run)) {
    runs.push(new Date(run).toISOString());
  }
  return runs;
};
const runsBefore = (expression: string, zone: string, from: string, count: number) => {
  const schedule = parseSchedule(expression, zone);
  const runs: string[] = [];
  for (
    let run = schedule.previousRun(at(from));
    run !== undefined && runs.length < count;
    run = schedule.previousRun(run)
  ) {
    runs.unshift(new Date(run).toISOString());
  }
  return runs;
};

describe('a schedule', () => {
  it('runs on the clocks of its zone', () => {
    expect(runsAfter('0 10 * * 5', 'Asia/Shanghai', '2022-02-01T00:00:00+08:00', 2)).toEqual([
      '2022-02-04T02:00:00.000Z',
      '2022-02-11T02:00:00.000Z',
    ]);
  });

  it('keeps ten o’clock at ten o’clock when summer time begins and ends', () => {
    expect(runsAfter('0 10 * * 5', 'Europe/Berlin', '2022-03-20T00:00:00Z', 2)).toEqual([
      '2022-03-25T09:00:00.000Z',
      '2022-04-01T08:00:00.000Z',
    ]);
    expect(runsAfter('0 10 * * 5', 'Europe/Berlin', '2022-10-26T00:00:00Z', 2)).toEqual([
      '2022-10-28T08:00:00.000Z',
      '2022-11-04T09:00:00.000Z',
    ]);
  });

  it('runs once, right after the gap, when its hour is skipped', () => {
    // New York goes from 02:00 to 03:00 on 13 March 2022 (07:00 UTC).
    expect(runsAfter('30 2 * * *', 'America/New_York', '2022-03-12T12:00:00Z', 2)).toEqual([
      '2022-03-13T07:00:00.000Z',
      '2022-03-14T06:30:00.000Z',
    ]);
  });

  it('runs once when its hour comes twice', () => {
    // New York has 01:30 twice on 6 November 2022 (05:30 and 06:30 UTC).
    expect(runsAfter('30 1 * * *', 'America/New_York', '2022-11-05T12:00:00Z', 2)).toEqual([
      '2022-11-06T05:30:00.000Z',
      '2022-11-07T06:30:00.000Z',
    ]);
  });

  it('finds the same runs backwards as forwards, over a whole year of both changes', () => {
    for (const [expression, zone] of [
      ['30 2 * * *', 'America/New_York'],
      ['30 1 * * *', 'America/New_York'],
      ['0 10 * * 5', 'Europe/Berlin'],
      ['0 0 * * *', 'America/Santiago'],
    ] as const) {
      const forwards = runsAfter(expression, zone, '2022-01-01T00:00:00Z', 300);
      expect(runsBefore(expression, zone, new Date(at(forwards.at(-1) as string) + 1).toISOString(), 300)).toEqual(
        forwards,
      );
    }
  });

  it('knows the last day of every month, and leaves out a 31st that is not there', () => {
    expect(runsAfter('0 9 L * *', 'Asia/Shanghai', '2024-01-30T00:00:00+08:00', 3)).toEqual([
      '2024-01-31T01:00:00.000Z',
      '2024-02-29T01:00:00.000Z',
      '2024-03-31T01:00:00.000Z',
    ]);
    expect(runsAfter('0 9 31 * *', 'Asia/Shanghai', '2024-01-30T00:00:00+08:00', 3)).toEqual([
      '2024-01-31T01:00:00.000Z',
      '2024-03-31T01:00:00.000Z',
      '2024-05-31T01:00:00.000Z',
    ]);
  });

  it('takes day of month and day of week as alternatives, like every cron', () => {
    expect(runsAfter('0 9 1 * 5', 'UTC', '2022-01-30T00:00:00Z', 3)).toEqual([
      '2022-02-01T09:00:00.000Z',
      '2022-02-04T09:00:00.000Z',
      '2022-02-11T09:00:00.000Z',
    ]);
  });

  it.each([
    ['0 10 * *', 'five fields are needed, there are 4'],
    ['0 0 10 * * 5', 'five fields are needed, there are 6'],
    ['61 10 * * 5', 'Invalid value for minute: 61'],
    ['0 10 30 2 *', 'never comes true'],
  ])('refuses %s: %s', (expression, reason) => {
    expect(() => parseSchedule(expression, 'UTC')).toThrow(reason);
  });
});
