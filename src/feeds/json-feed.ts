import type { Author } from '../content/post.js';
import type { FeedEntry, FeedFormat, FeedFrame, FeedFrameFacts } from './feed-description.js';
import { legalXml } from './xml-text.js';

/** JSON Feed 1.1 (jsonfeed.org/version/1.1), one item a line. */
export const jsonFeed: FeedFormat = {
  title: 'JSON Feed',
  file: 'feed.json',
  mediaType: 'application/feed+json',
  entry: item,
  frame,
};

function frame(feed: FeedFrameFacts): FeedFrame {
  const facts = json({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.pageUrl,
    feed_url: feed.selfUrls.json,
    description: feed.description || undefined,
    next_url: feed.paging.older?.json,
    authors: [toAuthor(feed.publisher)],
    language: feed.language,
    hubs: feed.hubs.length === 0 ? undefined : feed.hubs.map((url) => ({ type: 'WebSub', url })),
  });
  return { before: `${facts.slice(0, -1)},"items":[\n`, between: ',\n', after: '\n]}\n' };
}

function item(entry: FeedEntry, feedLanguage: string): string {
  return json({
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
  });
}

function toAuthor({ name, url }: Author) {
  return { name, url };
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === 'string' ? legalXml(each) : each));
}
