import type { Language } from '../message/message.js';

/** The calendar day of an RFC 3339 date, in the zone it was written in: 2022-02-03T23:00:00+08:00 → 2022 年 2 月 3 日. */
export function formatDay(date: string, language: Language): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  if (language === 'zh') return `${year} 年 ${Number(month)} 月 ${Number(day)} 日`;
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  );
  return `${Number(day)} ${name} ${year}`;
}

/** Day and month, for rows below a heading that gives the year: 02-03. */
export function formatShortDay(date: string): string {
  return date.slice(5, 10);
}

/** A moment in a zone: 2022 年 2 月 4 日 周五 10:00. */
export function formatMoment(at: number, timezone: string, language: Language): string {
  const parts = new Map(
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      timeZone: timezone,
      year: 'numeric',
      month: language === 'zh' ? 'numeric' : 'long',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const time = `${get('hour')}:${get('minute')}`;
  if (language === 'zh') return `${get('year')} 年 ${get('month')} 月 ${get('day')} 日 ${get('weekday')} ${time}`;
  return `${get('weekday')} ${get('day')} ${get('month')} ${get('year')}, ${time}`;
}
