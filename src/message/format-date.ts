import type { Language } from './message.js';

const formats: Record<Language, Intl.DateTimeFormat> = {
  zh: new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }),
};

/**
 * The day of an RFC 3339 date as it was where it was written (`2022-02-03T23:30:00+08:00` is 3 February for everybody):
 * `2022年2月3日`, `Feb 3, 2022`. '' when it is not such a date.
 */
export function formatDate(date: string, language: Language): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? '' : formats[language].format(time);
}
