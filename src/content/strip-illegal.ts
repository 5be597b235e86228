/**
 * What XML 1.0 cannot hold even as a reference (w3.org/TR/xml section 2.2), lone surrogates included, and the C1 controls
 * it discourages: no reader can show any of it, and one such character makes a whole feed unreadable.
 */
export const ILLEGAL =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const ALL_ILLEGAL = new RegExp(ILLEGAL, 'g');
/** The same, but with every surrogate: quick to look for, and rare enough. */
const SUSPECT = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uD800-\uDFFF\uFFFE\uFFFF]/;

/** The text without characters that no document may contain. */
export function stripIllegal(text: string): string {
  return SUSPECT.test(text) ? text.replace(ALL_ILLEGAL, '') : text;
}
