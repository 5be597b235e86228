/** Characters XML 1.0 cannot hold, not even as references: control characters, two non-characters, lone surrogates. */
const ILLEGAL =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** The same, but with every surrogate: quick to look for, and rare enough. */
const SUSPECT = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without the characters XML 1.0 forbids. */
export function legalXml(text: string): string {
  return SUSPECT.test(text) ? text.replace(ILLEGAL, '') : text;
}

/** Plain text for an XML or HTML element or double-quoted attribute. */
export function escapeXml(text: string): string {
  return legalXml(text).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

/** HTML as a CDATA section. `]]>` cannot stand in one; in HTML `]]&gt;` says the same. */
export function cdata(html: string): string {
  return `<![CDATA[${legalXml(html).replaceAll(']]>', ']]&gt;')}]]>`;
}
