import type { FriendItem } from '../choose-readings.js';
import { plainText } from '../plain-text.js';
import { htmlToMarkdown } from './html-to-markdown.js';
import type { ParsedFeed } from './parse-feed.js';

/** Characters of a friend's article to show. */
const EXCERPT_LENGTH = 200;

/**
 * The articles of a friend's feed.
 * @param name what to call the feed; default its own title, else its host
 */
export function friendItems(feed: ParsedFeed, address: string, name?: string): FriendItem[] {
  const source = name ?? (feed.title || new URL(address).hostname);
  return feed.items.map((item) => ({
    title: item.title,
    url: item.url,
    time: item.time,
    feed: source,
    excerpt: excerptOf(htmlToMarkdown(item.html, item.url)),
  }));
}

/** The first paragraph that says something. */
function excerptOf(markdown: string): string | undefined {
  const paragraph = markdown
    .split(/\n{2,}/)
    .map(plainText)
    .find(Boolean);
  if (!paragraph) return undefined;
  const characters = [...paragraph];
  return characters.length > EXCERPT_LENGTH ? `${characters.slice(0, EXCERPT_LENGTH - 1).join('')}…` : paragraph;
}
