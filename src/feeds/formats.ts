import { atom } from './atom.js';
import type { FeedFormat, FeedFormatName } from './feed-description.js';
import { jsonFeed } from './json-feed.js';
import { rss } from './rss.js';

/** Every format we write feeds in. */
export const feedFormats: Record<FeedFormatName, FeedFormat> = { rss, atom, json: jsonFeed };
