import { zonedTime } from '../../digest/zoned-time.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const SPANS = { day: 24, fortnight: 14 } as const;
export type Span = keyof typeof SPANS;

/**
 * The edges of the last 24 hours or 14 days, whole ones by the clocks of the zone; the last span holds `now`.
 * @param now ms since the epoch
 */
export function timelineEdges(span: Span, now: number, timezone: string): number[] {
  const starts = Array.from({ length: SPANS[span] }, (_, i) => SPANS[span] - 1 - i);
  if (span === 'day') {
    const { minute, second } = zonedTime(now, timezone);
    const hour = Math.floor(now / 1000) * 1000 - minute * MINUTE - second * 1000;
    return [...starts.map((ago) => hour - ago * HOUR), hour + HOUR];
  }
  return [...starts.map((ago) => midnight(now, ago, timezone)), midnight(now, -1, timezone)];
}

/** When a day began, so many days ago. Noon is on the right day even where clocks are put forward or back. */
function midnight(now: number, daysAgo: number, timezone: string): number {
  const { year, month, day, offset } = zonedTime(now, timezone);
  const noon = Date.UTC(year, month - 1, day, 12) - offset * MINUTE - daysAgo * DAY;
  const that = zonedTime(noon, timezone);
  const guess = Date.UTC(that.year, that.month - 1, that.day) - that.offset * MINUTE;
  // The zone may be at another offset in the night than at noon.
  return Date.UTC(that.year, that.month - 1, that.day) - zonedTime(guess, timezone).offset * MINUTE;
}
