import Parser from 'rss-parser';
import { collapse, decodeEntities } from '../../content/plain-text.js';
import { cleanXml } from './clean-xml.js';
import { DocumentError, type FetchedDocument } from './fetch-document.js';

/** More items than any digest looks at; the rest of an endless feed is left alone. */
const MOST_ITEMS = 300;

/** What titles are dressed with; `List<T>` is text. */
const INLINE_TAG = /<\/?(?:a|b|br|code|em|font|i|img|mark|p|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>/gi;

/** One entry of somebody's feed. */
export interface FeedItem {
  /** Plain text. */
  title: string;
  /** Absolute, http or https. */
  url: string;
  /** ms since the epoch. */
  time: number;
  /** HTML as the feed gives it: not to be trusted. */
  html: string;
}

export interface ParsedFeed {
  /** Plain text, or ''. */
  title: string;
  /** Where the feed's site is, for relative links. */
  url: string;
  /** Entries with a title, an address and a date, in the feed's order. */
  items: FeedItem[];
}

/**
 * Reads RSS, Atom and JSON Feed.
 * @throws {DocumentError} when the document is none of them
 */
export async function parseFeed(document: FetchedDocument): Promise<ParsedFeed> {
  const text = document.text.trimStart().replace(/^\uFEFF/, '');
  return text.startsWith('{') ? parseJsonFeed(text, document.url) : parseXmlFeed(text, document.url);
}

async function parseXmlFeed(text: string, url: string): Promise<ParsedFeed> {
  if (/^\s*(<!doctype html|<html)/i.test(text)) throw new DocumentError('it is a web page, not a feed');
  try {
    const feed = await new Parser().parseString(cleanXml(text));
    return {
      title: plain(feed.title),
      url,
      items: feed.items.slice(0, MOST_ITEMS).flatMap((item) => {
        const html = item['content:encoded'] ?? item.content ?? item.summary;
        return feedItem(item.title, item.link ?? item.guid, item.isoDate ?? item.pubDate, html, url);
      }),
    };
  } catch (error) {
    const reason = collapse((error as Error).message).slice(0, 120);
    throw new DocumentError(`it is not a feed (${reason})`, { cause: error });
  }
}

function parseJsonFeed(text: string, url: string): ParsedFeed {
  let feed: { version?: unknown; title?: unknown; items?: unknown };
  try {
    feed = JSON.parse(text) as typeof feed;
  } catch (error) {
    throw new DocumentError('it is not a feed (broken JSON)', { cause: error });
  }
  if (!Array.isArray(feed.items)) throw new DocumentError('it is not a feed (JSON without items)');
  return {
    title: plain(feed.title),
    url,
    items: feed.items.slice(0, MOST_ITEMS).flatMap((item: Record<string, unknown> | null) => {
      const html = item?.content_html ?? item?.summary ?? item?.content_text;
      return feedItem(item?.title, item?.url ?? item?.external_url, item?.date_published, html, url);
    }),
  };
}

function feedItem(title: unknown, link: unknown, date: unknown, html: unknown, base: string): FeedItem[] {
  const text = plain(title);
  const address = textOf(link).trim();
  const time = Date.parse(textOf(date).trim());
  if (text === '' || address === '' || Number.isNaN(time) || !URL.canParse(address, base)) return [];
  const { protocol, href } = new URL(address, base);
  if (protocol !== 'http:' && protocol !== 'https:') return [];
  return [{ title: text, url: href, time, html: textOf(html) }];
}

/** Titles are text to some feeds and HTML to others: tags go, entities become what they stand for. */
function plain(value: unknown): string {
  const text = textOf(value);
  return collapse(decodeEntities(text.replace(INLINE_TAG, '')));
}

/** An element with attributes comes as an object from the parser, anything may come from JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const inner = (value as { _?: unknown } | null | undefined)?._;
  return typeof inner === 'string' ? inner : '';
}
