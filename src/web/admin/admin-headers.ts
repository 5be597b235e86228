import { SECURITY_HEADERS } from '../security-headers.js';

/** What pages of the console may do, and that nobody keeps them. */
export const ADMIN_HEADERS: Record<string, string> = {
  ...SECURITY_HEADERS,
  'Content-Security-Policy': `${SECURITY_HEADERS['Content-Security-Policy']}; frame-src 'self'`,
  // Not `no-referrer`: with that, browsers keep the origin of our own forms from us too.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
  'Cache-Control': 'no-store',
};
