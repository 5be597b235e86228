import { type Post, summaryOf } from '../content/post.js';
import type { Reading } from './edition.js';

const DAY = 86_400_000;
/** A recommendation counts half as much after this long. */
const HALF_LIFE = 30 * DAY;

/** A reading with what it is worth. */
export interface Candidate {
  reading: Reading;
  /** In recommendations by a post of today. */
  score: number;
  /** Breaks a tie: the place in which it was met, newest post first, in each post's own order. */
  place?: number;
}

/** What a recommendation is worth after a time (ms). */
export function worth(age: number): number {
  return 0.5 ** (age / HALF_LIFE);
}

/** The order must not depend on how the input was ordered: worth, then place, then newer, then address. */
export function byWorth(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    (a.place ?? 0) - (b.place ?? 0) ||
    compare(b.reading.date ?? '', a.reading.date ?? '') ||
    compare(a.reading.url, b.reading.url)
  );
}

/** A post of the library as a reading. */
export function readingOf(post: Post): Omit<Reading, 'source'> {
  const { title, url, cover, date } = post;
  return { title, url, post, excerpt: summaryOf(post) || undefined, cover, date };
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
