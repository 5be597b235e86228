import type { SiteDocument } from './site-document.js';

/** What to tell a hub: that the feed at `topic` changed. */
export interface HubNotice {
  hub: string;
  topic: string;
}

/**
 * The hubs to tell after an update: of each feed that changed. Archives nobody subscribes to.
 * @param changed the documents whose bytes are different; not new ones: nobody can have subscribed to a new feed yet
 */
export function changedTopics(changed: readonly SiteDocument[]): HubNotice[] {
  return changed.flatMap(({ feed }) => (feed?.current ? feed.hubs.map((hub) => ({ hub, topic: feed.self })) : []));
}
