/** Whether it is an IANA time zone that this Node knows, such as Asia/Shanghai. */
export function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
