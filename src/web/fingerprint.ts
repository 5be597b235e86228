import { createHash } from 'node:crypto';

/** A short hash over any JSON value: the same value, the same text. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
