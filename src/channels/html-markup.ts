import { escapeUTF8 } from 'entities';

/** Plain text as HTML, also inside a quoted attribute. */
export function htmlText(text: string): string {
  return escapeUTF8(text);
}
