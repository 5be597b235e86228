/** JSON as Discord's and Telegram's servers write it: every sign beyond ASCII as `\uXXXX`. */
export function asciiJson(value: unknown): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(value).replace(
    /[^\u0020-\u007E]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { headers: { 'content-type': 'application/json' }, body };
}
