const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * Shortens a text to what fits, between two characters as people see them (an emoji or a letter with its accents is
 * never cut), and marks the cut with `…`.
 * @param max greatest size of the result, the mark included
 * @param sizeOf size of a piece of text, UTF-16 units by default; it must add up over the pieces and be at least that
 */
export function truncate(text: string, max: number, sizeOf = (piece: string) => piece.length): string {
  if (sizeOf(text) <= max) return text;
  const room = max - sizeOf(ELLIPSIS);
  if (room < 0) return '';
  let end = 0;
  let used = 0;
  // Nothing past `max` units can fit, so a book is not segmented for the sake of its first line.
  for (const { segment } of graphemes.segment(text.slice(0, max + 1))) {
    used += sizeOf(segment);
    if (used > room) break;
    end += segment.length;
  }
  return text.slice(0, end).trimEnd() + ELLIPSIS;
}

/** As many whole lines from the start as fit, '' when not even the first does; for markup, which a cut inside a line could break. */
export function wholeLines(text: string, max: number, sizeOf = (piece: string) => piece.length): string {
  if (sizeOf(text) <= max) return text;
  const lines = text.split('\n');
  let kept = '';
  for (const [index, line] of lines.entries()) {
    const next = index === 0 ? line : `${kept}\n${line}`;
    if (sizeOf(`${next}\n${ELLIPSIS}`) > max) break;
    kept = next;
  }
  return kept === '' ? '' : `${kept}\n${ELLIPSIS}`;
}
