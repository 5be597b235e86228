import { createHash } from 'node:crypto';
import type { FeedFormatName } from '../feeds/feed-description.js';
import { feedFormats } from '../feeds/formats.js';
import { legalXml } from '../feeds/xml-text.js';
import type { TermKind } from '../library/library.js';

/** First part of the address of each kind of term. */
export const TERM_FOLDERS: Record<TermKind, string> = {
  tag: 'tags',
  category: 'categories',
  author: 'authors',
  language: 'languages',
};

/** Most file systems stop at 255 bytes a name; static output has the addresses as names. */
const LONGEST_SEGMENT = 180;

/** One part of a URL path: percent-encoded, never `.` or `..` (which browsers resolve away), short enough for a file name. */
export function segment(text: string): string {
  const plain = legalXml(text).replaceAll('/', '-');
  if (/^\.*$/.test(plain)) return plain === '' ? 'unnamed' : plain.replaceAll('.', 'dot');
  if (Buffer.byteLength(plain) <= LONGEST_SEGMENT) return encodeURIComponent(plain);
  const digest = createHash('sha256').update(plain).digest('hex').slice(0, 8);
  let start = '';
  for (const char of plain) {
    if (Buffer.byteLength(start) + Buffer.byteLength(char) > LONGEST_SEGMENT - 9) break;
    start += char;
  }
  return encodeURIComponent(`${start}-${digest}`);
}

/** The one way to write a URL path: every part decoded once and encoded again. Undefined when it cannot be decoded. */
export function canonicalPath(path: string): string | undefined {
  try {
    return path
      .split('/')
      .map((part) => encodeURIComponent(decodeURIComponent(part)))
      .join('/');
  } catch {
    return undefined;
  }
}

/** @param key the folded spelling (Term.key) */
export function termPath(kind: TermKind, key: string): string {
  return `/${TERM_FOLDERS[kind]}/${segment(key)}/`;
}

export function termIndexPath(kind: TermKind): string {
  return `/${TERM_FOLDERS[kind]}/`;
}

/** @param base the page whose posts the feed carries, e.g. `/tags/mosn/` */
export function feedPath(base: string, format: FeedFormatName): string {
  return `${base}${feedFormats[format].file}`;
}

export function archivePath(base: string, number: number): string {
  return `${base}archive/${number}/`;
}

export function listPath(base: string, page: number): string {
  return `${base}page/${page}/`;
}

export function subscribePath(base: string): string {
  return `${base}subscribe/`;
}

export function digestPath(job: string): string {
  return `/digests/${segment(job)}/`;
}

/** @param id an edition's id, `JOB/PERIOD` */
export function editionPath(id: string): string {
  const slash = id.indexOf('/');
  return `${digestPath(id.slice(0, slash))}${segment(id.slice(slash + 1))}/`;
}
