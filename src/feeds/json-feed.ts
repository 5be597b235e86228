import type { Author } from '../content/post.js';
import type { FeedDescription, FeedEntry, FeedFormat } from './feed-description.js';
import { legalXml } from './xml-text.js';

/**
 * JSON Feed 1.1 (jsonfeed.org/version/1.1). Not made with `feed`, which writes version 1: one author, no language, no
 * hubs, no pages.
 */
export const jsonFeed: FeedFormat = {
  title: 'JSON Feed',
  file: 'feed.json',
  mediaType: 'application/feed+json',
  write: writeJsonFeed,
};

function writeJsonFeed(feed: FeedDescription): string {
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.pageUrl,
    feed_url: feed.selfUrls.json,
    description: feed.description || undefined,
    next_url: feed.paging.older?.json,
    authors: [toAuthor(feed.publisher)],
    language: feed.language,
    hubs: feed.hubs.length === 0 ? undefined : feed.hubs.map((url) => ({ type: 'WebSub', url })),
    items: feed.entries.map((entry) => toItem(entry, feed.language)),
  };
  return `${JSON.stringify(document, (_, value) => (typeof value === 'string' ? legalXml(value) : value), 1)}\n`;
}

function toItem(entry: FeedEntry, feedLanguage: string) {
  return {
    id: entry.id,
    url: entry.url,
    title: entry.title || undefined,
    // An item must have content: without the article, its summary is the content.
    ...(entry.html
      ? { content_html: entry.html, summary: entry.summary || undefined }
      : { content_text: entry.summary }),
    image: entry.cover,
    date_published: entry.published,
    date_modified: entry.updated,
    authors: entry.authors.length === 0 ? undefined : entry.authors.map(toAuthor),
    tags: entry.terms.length === 0 ? undefined : [...new Set(entry.terms.map((term) => term.name))],
    language: entry.language === feedLanguage ? undefined : entry.language,
  };
}

function toAuthor({ name, url }: Author) {
  return { name, url };
}
