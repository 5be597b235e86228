import type { Language } from '../message/message.js';

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
