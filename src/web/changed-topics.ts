import type { SiteDocument } from './site-document.js';

/** What to tell a hub: that the feed at `topic` changed. */
export interface HubNotice {
  hub: string;
  topic: string;
}

/**
 * The hubs to tell after an update: of each feed that changed. Archives nobody subscribes to, and a new feed nobody can
 * have subscribed to yet.
 */
export function changedTopics(documents: readonly SiteDocument[], changed: readonly string[]): HubNotice[] {
  const paths = new Set(changed);
  return documents.flatMap(({ path, feed }) =>
    feed?.current && paths.has(path) ? feed.hubs.map((hub) => ({ hub, topic: feed.self })) : [],
  );
}
