import type { Context } from 'hono';
import type { Drawing } from './admin-deps.js';
import { ADMIN_HEADERS } from './admin-headers.js';
import { framedHtml } from './framed-html.js';

/** What a document of a medium may do inside its frame: be looked at, with its pictures and styles. */
const FRAME_POLICY = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: http: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** A medium's own HTML document, alone and powerless; undefined when the drawing has none. */
export function frameResponse(
  c: Context,
  drawing: Drawing | undefined,
  redact: (text: string) => string,
): Response | undefined {
  const html = drawing && framedHtml(drawing);
  if (html === undefined) return undefined;
  return c.newResponse(redact(html), 200, {
    ...ADMIN_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': FRAME_POLICY,
    'X-Frame-Options': 'SAMEORIGIN',
  });
}
