/** A moment with the offset it was written in. */
export interface Moment {
  /** RFC 3339 with its own offset, e.g. `2022-02-03T15:00:00+08:00`. */
  iso: string;
  /** Milliseconds since the epoch. */
  time: number;
}

export type DateReading = { moment: Moment; ambiguous?: boolean } | { fault: string };

/** Local calendar fields; month and day from 1. */
interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millis: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/.-])/;
const CHINESE = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?=$|[T\s])/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/;
const MONTH_FIRST = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/i;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})(?!\d)/i;
const WEEKDAY = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:星期|周)[一二三四五六日天]),?\s*/i;
const CLOCK =
  /^(?:\s*T\s*|\s*,?\s*(?:at\s+)?)(上午|下午|晚上|早上)?\s*(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?[秒分]?\s*(am|pm)?/i;
const ZONE = /^\s*(?:(Z|UTC|GMT)(?![a-z+-])|(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?)\s*(?:\(.*\)|\[.*\])?$/i;

/**
 * Reads a date as front matter has it: ISO 8601 in all its shapes, RFC 2822, 2020/1/31, 2020年1月31日, `Jan 31, 2020`,
 * seconds or milliseconds since the epoch. Without a zone it is in `zone`; what has an offset keeps it.
 * @param zone IANA time zone of the site
 */
export function readDate(value: unknown, zone: string): DateReading {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}$/.test(value.trim()))) {
    const number = Number(value);
    return fromInstant(number < 1e11 ? number * 1000 : number, zone);
  }
  if (typeof value !== 'string') return { fault: 'it is not a date' };

  let rest = value.normalize('NFKC').trim().replace(WEEKDAY, '');
  const day = takeDay(rest);
  if (!day) return { fault: `"${shorten(value)}" is not a date` };
  rest = rest.slice(day.length).replace(WEEKDAY, '').trimEnd();
  const clock = CLOCK.exec(rest);
  if (clock) rest = rest.slice(clock[0].length);
  const offset = rest.trim() === '' ? undefined : readOffset(rest);
  if (offset === 'none') return { fault: `"${shorten(value)}" is not a date` };

  const fields = { ...day.fields, ...readClock(clock) };
  const fault = calendarFault(fields, value);
  if (fault) return { fault };
  const local = utcOf(fields);
  const minutes = offset ?? offsetAtLocal(local, zone);
  const time = local - minutes * 60_000;
  return { moment: { iso: formatRfc3339(time, minutes, offset === 0), time }, ambiguous: day.ambiguous };
}

/** The moment in the zone's own offset. */
export function momentIn(time: number, zone: string): Moment {
  return { iso: formatRfc3339(time, offsetAt(time, zone), false), time };
}

function fromInstant(time: number, zone: string): DateReading {
  if (!Number.isFinite(time) || time < Date.UTC(1970, 0, 2) || time > Date.UTC(9999, 0)) {
    return { fault: `${time} is not a date` };
  }
  return { moment: momentIn(time, zone) };
}

function takeDay(text: string): { fields: Fields; length: number; ambiguous?: boolean } | undefined {
  const midnight = { hour: 0, minute: 0, second: 0, millis: 0 };
  for (const shape of [YEAR_FIRST, CHINESE, COMPACT]) {
    const found = shape.exec(text);
    if (found) {
      const [year, month, day] = found.slice(1, 4).map(Number) as [number, number, number];
      return { fields: { year, month, day, ...midnight }, length: found[0].length };
    }
  }
  const last = YEAR_LAST.exec(text);
  if (last) {
    const [a, b, year] = last.slice(1, 4).map(Number) as [number, number, number];
    // 31/01/2020 can only be read one way; for the rest the day comes first, as in most of the world.
    const [day, month] = b > 12 ? [b, a] : [a, b];
    return {
      fields: { year, month, day, ...midnight },
      length: last[0].length,
      ambiguous: a <= 12 && b <= 12 && a !== b,
    };
  }
  const named = MONTH_FIRST.exec(text);
  const [word, number, year] = named ? named.slice(1, 4) : reorder(DAY_FIRST.exec(text));
  const month = MONTHS.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return undefined;
  const length = (named ?? DAY_FIRST.exec(text))?.[0].length ?? 0;
  return { fields: { year: Number(year), month, day: Number(number), ...midnight }, length };
}

function reorder(found: RegExpExecArray | null): (string | undefined)[] {
  return found ? [found[2], found[1], found[3]] : [];
}

function readClock(clock: RegExpExecArray | null): Pick<Fields, 'hour' | 'minute' | 'second' | 'millis'> | undefined {
  if (!clock) return undefined;
  const [, halfZh, hours, minutes, seconds = '0', fraction = '', half = ''] = clock;
  const afternoon = half.toLowerCase() === 'pm' || halfZh === '下午' || halfZh === '晚上';
  const morning = half.toLowerCase() === 'am' || halfZh === '上午' || halfZh === '早上';
  let hour = Number(hours);
  if (afternoon && hour < 12) hour += 12;
  if (morning && hour === 12) hour = 0;
  return {
    hour,
    minute: Number(minutes),
    second: Number(seconds),
    millis: Number(fraction.slice(0, 3).padEnd(3, '0')),
  };
}

/** Minutes east of UTC, or `none` when the text is no zone. */
function readOffset(text: string): number | 'none' {
  const found = ZONE.exec(text);
  if (!found) return 'none';
  if (found[1]) return 0;
  const minutes = Number(found[3]) * 60 + Number(found[4] ?? 0);
  if (minutes > 14 * 60) return 'none';
  return found[2] === '-' ? -minutes : minutes;
}

function calendarFault(fields: Fields, written: string): string | undefined {
  const { year, month, day, hour, minute, second } = fields;
  // Hugo writes the year 1 for "no date"; RSS and JavaScript have no use for what lies outside these.
  if (year < 1970 || year > 9998) return `the year of "${shorten(written)}" is out of range`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days) return `"${shorten(written)}" is not in the calendar`;
  if (hour > 24 || minute > 59 || second > 60) return `"${shorten(written)}" is not a time of day`;
  return undefined;
}

function utcOf(fields: Fields): number {
  return Date.UTC(fields.year, fields.month - 1, fields.day, fields.hour, fields.minute, fields.second, fields.millis);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC that a zone's clocks are at a moment. */
function offsetAt(time: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
  }
  const name = formatter.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const found = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
}

/** The offset for a wall clock reading (given as if it were UTC); the second look settles readings near a clock change. */
function offsetAtLocal(local: number, zone: string): number {
  const first = offsetAt(local, zone);
  return offsetAt(local - first * 60_000, zone);
}

function formatRfc3339(time: number, minutes: number, utc: boolean): string {
  const local = new Date(time + minutes * 60_000).toISOString().slice(0, -1).replace('.000', '');
  if (utc) return `${local}Z`;
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
