import type { FeedDescription, FeedFormat } from './feed-description.js';

/** A whole feed in one piece. */
export function writeFeed(format: FeedFormat, feed: FeedDescription): string {
  const { before, between, after } = format.frame(feed);
  return before + feed.entries.map((entry) => format.entry(entry, feed.language)).join(between) + after;
}
