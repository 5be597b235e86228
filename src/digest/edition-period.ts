import { parseSchedule, type Schedule } from './schedule.js';
import { zonedTime } from './zoned-time.js';

/** How long one edition stands for, told by the job's schedule. */
export type Granularity = 'week' | 'month' | 'day' | 'moment';

/** The Monday-to-Sunday week of ISO 8601; its year is the one that holds its Thursday. */
export interface IsoWeek {
  year: number;
  week: number;
}

const DAY = 86_400_000;
/** In 28 years every weekday has met every day of the calendar, leap days included; that is 1461 weekly runs. */
const SAMPLE_YEARS = 28;
const SAMPLE_RUNS = 1_500;

/** @param at ms since the epoch */
export function isoWeek(at: number, timezone: string): IsoWeek {
  const { year, month, day } = zonedTime(at, timezone);
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * DAY;
  const isoYear = new Date(thursday).getUTCFullYear();
  return { year: isoYear, week: 1 + Math.floor((thursday - Date.UTC(isoYear, 0, 1)) / (7 * DAY)) };
}

/** `2022-W05` */
export function isoWeekName(at: number, timezone: string): string {
  const { year, week } = isoWeek(at, timezone);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/**
 * The period of the edition of a moment; with the job's name before it, the edition's id.
 *
 * | the schedule runs at most once | period |
 * | --- | --- |
 * | a week (`0 10 * * 5`) | ISO week: `2022-W05` |
 * | a month (`0 9 1 * *`, `0 9 * * 5#1`) | `2022-02` |
 * | a day (`0 9 * * *`, `0 9 * * 1,4`) | `2022-02-03` |
 * | more often (`0 9,18 * * *`) | the moment in UTC: `2022-02-03T0100Z` |
 *
 * Two runs never share a period: where the clocks play such a trick (a zone that left out a whole day), the later run
 * gets its moment.
 *
 * @param at ms since the epoch
 */
export function editionPeriod(expression: string, timezone: string, at: number): string {
  const schedule = parseSchedule(expression, timezone);
  const granularity = granularityOf(expression);
  const name = periodName(granularity, at, timezone);
  const before = schedule.isRun(at) ? schedule.previousRun(at) : undefined;
  const taken = before !== undefined && periodName(granularity, before, timezone) === name;
  return taken ? periodName('moment', at, timezone) : name;
}

const granularities = new Map<string, Granularity>();

function granularityOf(expression: string): Granularity {
  const known = granularities.get(expression);
  if (known) return known;
  const found = findGranularity(parseSchedule(expression, 'UTC'));
  granularities.set(expression, found);
  return found;
}

/**
 * The longest period that holds one run at most. Looked up in the runs themselves, because what cron allows (`L`, `#`,
 * lists, steps) is more than a reading of its fields would be safe for; and in UTC, where no day is cut short.
 */
function findGranularity(schedule: Schedule): Granularity {
  const candidates: Granularity[] = ['month', 'week', 'day'];
  const start = Date.UTC(2001, 0, 1);
  const end = start + SAMPLE_YEARS * 365.25 * DAY;
  let last: number | undefined;
  let run = schedule.nextRun(start);
  for (let count = 0; run !== undefined && run < end && count < SAMPLE_RUNS && candidates.length > 0; count += 1) {
    while (last !== undefined && candidates[0] && samePeriod(candidates[0], last, run)) candidates.shift();
    last = run;
    run = schedule.nextRun(run);
  }
  return candidates[0] ?? 'moment';
}

function samePeriod(granularity: Granularity, a: number, b: number): boolean {
  return periodName(granularity, a, 'UTC') === periodName(granularity, b, 'UTC');
}

function periodName(granularity: Granularity, at: number, timezone: string): string {
  const { year, month, day } = zonedTime(at, timezone);
  const two = (value: number) => String(value).padStart(2, '0');
  switch (granularity) {
    case 'week':
      return isoWeekName(at, timezone);
    case 'month':
      return `${year}-${two(month)}`;
    case 'day':
      return `${year}-${two(month)}-${two(day)}`;
    case 'moment':
      return new Date(at).toISOString().slice(0, 16).replace(/:/g, '').concat('Z');
  }
}
