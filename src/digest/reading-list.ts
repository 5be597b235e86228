import type { ReadingInput } from './choose-readings.js';
import type { Reading } from './edition.js';
import { SeenArticles } from './same-article.js';

const DAY = 86_400_000;
/** An article is not recommended again within this time of an edition that recommended it. */
const REMEMBER = 2 * 366 * DAY;
/** A post that an edition announced as new may be recommended after this long, when nothing unseen is left that fits. */
const SETTLED = 91 * DAY;

/** The readings of an edition: takes what it may, in the order it is offered. */
export class ReadingList {
  readonly readings: Reading[] = [];
  private readonly taken: SeenArticles;
  /** What editions announced as new long enough ago. */
  private readonly settled: SeenArticles;
  private friends = 0;

  constructor(private readonly input: Pick<ReadingInput, 'previous' | 'newPosts' | 'seen' | 'to' | 'limit'>) {
    const { previous, newPosts, to, seen } = input;
    const since = (age: number) => previous.filter((edition) => Date.parse(edition.to) > to - age);
    this.taken = new SeenArticles([
      ...since(REMEMBER).flatMap(({ readings }) => readings),
      ...since(SETTLED).flatMap(({ posts }) => posts),
      ...newPosts,
    ]);
    for (const url of [...seen, ...since(REMEMBER).flatMap(({ dropped = [] }) => dropped)]) this.taken.addUrl(url);
    this.settled = new SeenArticles(since(REMEMBER).flatMap(({ posts }) => posts));
  }

  get full(): boolean {
    return this.readings.length >= this.input.limit;
  }

  add(reading: Reading): void {
    const { type } = reading.source;
    if (this.full || this.taken.has(reading)) return;
    if (type !== 'evergreen' && this.settled.has(reading)) return;
    if (type === 'friend' && this.friends >= Math.ceil(this.input.limit / 2)) return;
    if (type === 'friend') this.friends += 1;
    this.taken.add(reading);
    this.readings.push(reading);
  }
}
