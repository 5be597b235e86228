/** Half of a surrogate pair: no platform can store one, and JSON with one is not UTF-8. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** They turn the text after them around, beyond the end of the author's own. */
const BIDI_CONTROL = /[\u202A-\u202E\u2066-\u2069]/g;
/** Controls, also those that a terminal obeys, and the non-characters. */
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]+/g;

/** Text of any origin as one line that every medium can hold: no controls, lone surrogates or text-turning marks, single spaces. */
export function cleanLine(text: string): string {
  return text.replace(LONE_SURROGATE, '').replace(BIDI_CONTROL, '').replace(CONTROL, ' ').replace(/\s+/g, ' ').trim();
}

/** The same with its line breaks kept (at most one empty line in a row). */
export function cleanLines(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map(cleanLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
