import type { Language } from './message.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The day of an RFC 3339 date as it was where it was written (`2022-02-03T23:30:00+08:00` is 3 February for everybody):
 * `2022年2月3日`, `Feb 3, 2022`. '' when it is not such a date. Intl writes the same, after 30 ms of loading each language.
 */
export function formatDate(date: string, language: Language): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) return '';
  const [year, month, dayOfMonth] = date.slice(0, 10).split('-').map(Number) as [number, number, number];
  return language === 'zh' ? `${year}年${month}月${dayOfMonth}日` : `${MONTHS[month - 1]} ${dayOfMonth}, ${year}`;
}
