const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * RSS's date form (RFC 822 with a four-digit year), in the zone the date was written in.
 * @param date RFC 3339, e.g. `2022-02-03T15:00:00+08:00` → `Thu, 03 Feb 2022 15:00:00 +0800`
 */
export function rfc822Date(date: string): string {
  const parts = RFC3339.exec(date);
  if (!parts) return new Date(date).toUTCString().replace('GMT', '+0000');
  const [, year, month, day, time, zone = 'Z'] = parts;
  const weekday = DAYS[new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay()];
  const offset = /^z$/i.test(zone) ? '+0000' : zone.replace(':', '');
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${time} ${offset}`;
}
