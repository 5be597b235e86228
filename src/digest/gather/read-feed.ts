import type { FeedCache } from './feed-cache.js';
import type { DocumentFetcher } from './fetch-document.js';
import { type ParsedFeed, parseFeed } from './parse-feed.js';

/**
 * Fetches and reads a feed; one that says it has not changed is read from the cache.
 * @throws {DocumentError} when it cannot be had or is no feed
 */
export async function readFeed(
  url: string,
  { fetcher, cache, signal }: { fetcher: DocumentFetcher; cache?: FeedCache; signal?: AbortSignal },
): Promise<ParsedFeed> {
  const known = await cache?.get(url);
  const answer = await fetcher.fetch(url, { validators: known, signal });
  if (answer === 'unchanged') {
    if (known) return parseFeed(known);
    return readFeed(url, { fetcher, signal });
  }
  const feed = await parseFeed(answer);
  // Only what could be read is worth keeping.
  await cache?.set(url, answer);
  return feed;
}
