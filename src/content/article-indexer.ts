import { setTimeout as sleep } from 'node:timers/promises';
import type { ContentCache } from './content-cache.js';
import { indexArticle } from './index-article.js';
import type { Post } from './post.js';

/** Milliseconds of indexing in idle time, and the pause between, so that requests hardly notice. */
const SLICE = 8;
const PAUSE = 8;

/**
 * Brings articles into the search index behind everybody's back. Searching waits for the rest of it; whoever does not
 * search (a build) never pays for it.
 */
export class ArticleIndexer {
  private pending: Post[] = [];
  private running = false;

  /** @param cache undefined: closed, or out of order for now */
  constructor(private readonly cache: () => ContentCache | undefined) {}

  /** @param posts whose articles are in the cache, but not in its index */
  add(...posts: Post[]): void {
    for (const post of posts) this.pending.push(post);
  }

  clear(): void {
    this.pending = [];
  }

  /** Indexes all that is left, now. */
  finish(): void {
    this.indexUntil(Number.POSITIVE_INFINITY);
  }

  /** @param attempt runs a slice; false: stop for now */
  async inIdleTime(attempt: (slice: () => void) => boolean): Promise<void> {
    if (this.running) return;
    this.running = true;
    let going = true;
    while (going && this.pending.length > 0) {
      await sleep(PAUSE, undefined, { ref: false });
      going = attempt(() => this.indexUntil(performance.now() + SLICE));
    }
    this.running = false;
  }

  private indexUntil(until: number): void {
    const cache = this.cache();
    if (!cache || this.pending.length === 0) return;
    let done = 0;
    cache.transaction(() => {
      while (done < this.pending.length && (done === 0 || performance.now() < until)) {
        const post = this.pending[this.pending.length - 1 - done++] as Post;
        const article = cache.article(post.contentHash);
        if (article) cache.index(post.contentHash, indexArticle(post, article));
      }
    });
    this.pending.length -= done;
  }
}
