import type * as Marked from 'marked';
import type SanitizeHtml from 'sanitize-html';
import { lazy } from '../lazy.js';
import { loadLate } from '../load-late.js';

const sanitizeHtml = loadLate<typeof SanitizeHtml>('sanitize-html');
const marked = loadLate<typeof Marked>('marked');
const markdown = lazy(() => new (marked().Marked)({ gfm: true }));

/** Markdown of a digest or a message as HTML without scripts, forms or styles. */
export function documentHtml(text: string): string {
  const sanitize = sanitizeHtml();
  return sanitize(markdown().parse(text, { async: false }), {
    allowedTags: [...sanitize.defaults.allowedTags, 'img', 'del', 'ins', 'details', 'summary'],
    allowedAttributes: {
      a: ['href', 'title'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      td: ['align'],
      th: ['align'],
      code: ['class'],
      ol: ['start'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
  });
}
