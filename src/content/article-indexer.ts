import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ContentCache } from './content-cache.js';
import { indexArticle } from './index-article.js';
import type { Post } from './post.js';

/** Milliseconds of indexing in idle time, and the pause between, so that requests hardly notice. */
const SLICE = 8;
const PAUSE = 8;
/** Milliseconds of it while somebody waits to search, with a turn of the event loop between: requests take some tens longer. */
const AWAITED_SLICE = 16;
/** So many articles at once leave the index in more pieces than its own upkeep puts together again. */
const MANY = 200;
/** Pages merged in a slice: some 5 ms. */
const PAGES = 100;

/** Where an indexer works. */
export interface Indexing {
  /** undefined: closed, or out of order for now */
  cache(): ContentCache | undefined;
  /** Runs a slice of the work. @returns what it returns; false when the cache did not take it */
  attempt(slice: () => boolean): boolean;
}

/**
 * Brings articles into the search index a slice at a time, so that the process never stands still for it: behind
 * everybody's back, or at once for somebody who waits. Whoever does not search (a build) never pays for it.
 */
export class ArticleIndexer {
  private pending: Post[] = [];
  private running = false;
  private finishing: Promise<void> | undefined;
  /** Articles indexed since the index was last merged. */
  private unmerged = 0;
  private merging = false;

  constructor(private readonly indexing: Indexing) {}

  /** @param posts whose articles are in the cache, but not in its index */
  add(...posts: Post[]): void {
    for (const post of posts) this.pending.push(post);
  }

  clear(): void {
    this.pending = [];
  }

  /** Resolves when all that is left is indexed, or the cache does not take it; all who wait share the work. */
  async finish(): Promise<void> {
    if (this.pending.length === 0) return;
    this.finishing ??= this.indexAll().finally(() => {
      this.finishing = undefined;
    });
    await this.finishing;
  }

  /** @param mayIndex whether it is idle time now */
  async inIdleTime(mayIndex: () => boolean): Promise<void> {
    if (this.running) return;
    this.running = true;
    while ((this.pending.length > 0 || this.unmerged >= MANY) && this.indexing.cache()) {
      await (this.finishing ?? sleep(PAUSE, undefined, { ref: false }));
      if (!mayIndex()) continue;
      if (this.pending.length > 0) this.index(SLICE);
      else this.merge();
    }
    this.running = false;
  }

  /** Puts the pieces of the index together, a slice at a time: a search looks into each of them. */
  private merge(): void {
    const cache = this.indexing.cache();
    const left = cache && this.indexing.attempt(() => cache.mergeIndex(this.merging ? PAGES : -PAGES));
    this.merging = left === true;
    if (!this.merging) this.unmerged = 0;
  }

  private async indexAll(): Promise<void> {
    while (this.pending.length > 0 && this.index(AWAITED_SLICE)) await nextTurn();
  }

  /** @returns whether there may be more to do */
  private index(ms: number): boolean {
    const cache = this.indexing.cache();
    const until = performance.now() + ms;
    return cache !== undefined && this.indexing.attempt(() => this.indexUntil(until, cache));
  }

  private indexUntil(until: number, cache: ContentCache): true {
    let done = 0;
    cache.transaction(() => {
      while (done < this.pending.length && (done === 0 || performance.now() < until)) {
        const post = this.pending[this.pending.length - 1 - done++] as Post;
        const article = cache.article(post.contentHash);
        if (article) cache.index(post.contentHash, indexArticle(post, article));
      }
    });
    this.pending.length -= done;
    this.unmerged += done;
    return true;
  }
}
