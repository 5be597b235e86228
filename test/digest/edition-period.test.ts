import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editionPeriod, isoWeekName } from '../../src/digest/edition-period.js';
import { parseSchedule } from '../../src/digest/schedule.js';

const SHANGHAI = 'Asia/Shanghai';
const at = (text: string) => Date.parse(text);

describe('an ISO week', () => {
  it.each([
    ['2020-12-31T12:00:00+08:00', '2020-W53'],
    ['2021-01-01T10:00:00+08:00', '2020-W53'],
    ['2021-01-03T23:59:59+08:00', '2020-W53'],
    ['2021-01-04T00:00:00+08:00', '2021-W01'],
    ['2021-12-31T10:00:00+08:00', '2021-W52'],
    ['2022-01-01T10:00:00+08:00', '2021-W52'],
    ['2022-02-04T10:00:00+08:00', '2022-W05'],
    ['2024-12-30T10:00:00+08:00', '2025-W01'],
    ['2026-12-31T10:00:00+08:00', '2026-W53'],
  ])('of %s is %s', (moment, week) => {
    expect(isoWeekName(at(moment), SHANGHAI)).toBe(week);
  });

  it('is that of the job’s zone: late on Sunday in New York it is Monday in Shanghai', () => {
    const moment = at('2022-02-06T22:00:00-05:00');
    expect(isoWeekName(moment, 'America/New_York')).toBe('2022-W05');
    expect(isoWeekName(moment, SHANGHAI)).toBe('2022-W06');
  });
});

describe('the period of an edition', () => {
  it.each([
    ['0 10 * * 5', '2022-W05', 'weekly'],
    ['@weekly', '2022-W05', 'weekly'],
    ['0 9 1 * *', '2022-02', 'monthly'],
    ['0 9 L * *', '2022-02', 'the last day of the month'],
    ['0 9 * * 5#1', '2022-02', 'the first Friday of the month'],
    ['0 9 * * *', '2022-02-04', 'daily'],
    ['0 9 * * 1,4', '2022-02-04', 'twice a week'],
    ['0 9 1,28 * *', '2022-02-04', 'two days that February puts into one week'],
    ['0 9 1 * 5', '2022-02-04', 'Fridays and firsts'],
    ['0 9,18 * * *', '2022-02-04T0200Z', 'twice a day'],
    ['*/30 * * * *', '2022-02-04T0200Z', 'every half hour'],
  ])('of %s is %s (%s)', (schedule, period) => {
    expect(editionPeriod(schedule, SHANGHAI, at('2022-02-04T10:00:00+08:00'))).toBe(period);
  });

  it('is the same for any moment of it, so that an edition asked for by hand is the scheduled one', () => {
    const period = (moment: string) => editionPeriod('0 10 * * 5', SHANGHAI, at(moment));
    expect([period('2022-01-31T00:00:00+08:00'), period('2022-02-06T23:59:59+08:00')]).toEqual([
      '2022-W05',
      '2022-W05',
    ]);
  });

  it('differs for the two runs of a schedule that the doubled hour makes out of one', () => {
    // `1-2/2` is 01:00, but written as a range, so cron runs it in both of the hours New York has at one on 6 November 2022.
    const period = (moment: string) => editionPeriod('0 1-2/2 * * *', 'America/New_York', at(moment));
    expect([period('2022-11-06T05:00:00Z'), period('2022-11-06T06:00:00Z'), period('2022-11-07T06:00:00Z')]).toEqual([
      '2022-11-06',
      '2022-11-06T0600Z',
      '2022-11-07',
    ]);
  });

  it('is never shared by two runs, whatever the schedule and the zone', () => {
    const field = (low: number, high: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: low, max: high }).map(String),
        fc
          .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
          .map((pair) => pair.join(',')),
      );
    const expressions = fc
      .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
      .map((fields) => fields.join(' '));
    const zones = fc.constantFrom(
      'UTC',
      SHANGHAI,
      'America/New_York',
      'America/Santiago',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(
        expressions,
        zones,
        fc.integer({ min: at('2011-01-01'), max: at('2030-01-01') }),
        (expression, zone, start) => {
          const schedule = parseSchedule(expression, zone);
          const periods: string[] = [];
          for (
            let run = schedule.nextRun(start);
            run !== undefined && periods.length < 40;
            run = schedule.nextRun(run)
          ) {
            periods.push(editionPeriod(expression, zone, run));
          }
          expect(new Set(periods).size).toBe(periods.length);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});
