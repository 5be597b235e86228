import { hash } from 'node:crypto';

/** A short hash over any JSON value: the same value, the same text. */
export function fingerprint(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}
