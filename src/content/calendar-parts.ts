const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY = 86_400_000;

/**
 * What permalinks of other generators show of a date besides year, month and day.
 * @param iso RFC 3339; its own calendar day counts
 */
export function calendarParts(iso: string): Record<string, string> {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  const [month, weekday] = [MONTHS[day.getUTCMonth()] ?? '', DAYS[day.getUTCDay()] ?? ''];
  const yearDay = Math.round((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / DAY) + 1;
  return {
    hour: iso.slice(11, 13),
    minute: iso.slice(14, 16),
    second: iso.slice(17, 19),
    shortYear: iso.slice(2, 4),
    iMonth: String(day.getUTCMonth() + 1),
    iDay: String(day.getUTCDate()),
    monthName: month,
    shortMonth: month.slice(0, 3).toUpperCase(),
    weekdayName: weekday,
    shortDay: weekday.slice(0, 3).toUpperCase(),
    yearDay: String(yearDay).padStart(3, '0'),
    iYearDay: String(yearDay),
    week: String(isoWeek(day)).padStart(2, '0'),
  };
}

/** ISO 8601: the week of the year's first Thursday is week 1. */
function isoWeek(day: Date): number {
  const thursday = day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY;
  return Math.ceil(((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / DAY + 1) / 7);
}
