/**
 * The address of a tag, category or author: NFKC, lower case, runs of spaces and slashes as `-` (contract section 4).
 * `ＳＯＦＡＳｔａｃｋ`, `SOFAStack` and ` sofastack ` are one.
 */
export function foldTerm(spelling: string): string {
  return spelling
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s/\u200B\u2060\uFEFF]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** What two spellings of one term share: their {@link foldTerm} without the dashes, so that `Service Mesh` = `ServiceMesh`. */
export function termIdentity(spelling: string): string {
  const folded = foldTerm(spelling);
  return folded.replace(/-/g, '') || folded;
}

/** Whether two spellings mean one term. */
export function sameTerm(a: string, b: string): boolean {
  return termIdentity(a) === termIdentity(b);
}

/** A title without case, width, spaces and punctuation: what is left when two people type the same title. */
export function foldTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, '');
}
