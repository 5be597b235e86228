import type { Author } from '../content/post.js';

/** What one feed says, before a format writes it down. All URLs are absolute; all text is plain text except `html`. */
export interface FeedDescription {
  /** Identity of the feed for ever (an IRI); its archive documents share it. */
  id: string;
  title: string;
  description: string;
  /** BCP 47. */
  language: string;
  /** The page for people that shows the same posts. */
  pageUrl: string;
  /** Who stands behind the feed; the author of entries that name none. */
  publisher: Author;
  /** Where this document is found, by format. */
  selfUrls: FeedUrls;
  /** RFC 3339: the newest change of what the feed shows, never "now". */
  updated: string;
  /** WebSub hubs. */
  hubs: readonly string[];
  paging: FeedPaging;
  /** Address of a style sheet for people who open the feed's XML in a browser. */
  stylesheet?: string;
  /** Newest first. */
  entries: readonly FeedEntry[];
}

/** One feed's address in each format. */
export interface FeedUrls {
  rss: string;
  atom: string;
  json: string;
}

/** Where a document stands in RFC 5005's chain: the subscription document first, then archives from new to old. */
export interface FeedPaging {
  /** This document is an archive: it only changes when one of its posts does. */
  archive: boolean;
  /** The subscription document. */
  current: FeedUrls;
  /** The archive with the next older posts. */
  older?: FeedUrls;
  /** Of an archive: the document with the next newer posts. */
  newer?: FeedUrls;
}

export interface FeedEntry {
  /** Never changes. */
  id: string;
  url: string;
  title: string;
  /** RFC 3339 with the entry's own offset. */
  published: string;
  updated: string;
  /** BCP 47. */
  language: string;
  authors: readonly Author[];
  terms: readonly FeedTerm[];
  summary: string;
  /** The whole article as sanitised HTML; absent when the feed carries summaries only. */
  html?: string;
  cover?: string;
}

export interface FeedTerm {
  name: string;
  /** Address below which all terms of that kind live: tells tags from categories (Atom's `scheme`, RSS's `domain`). */
  scheme: string;
}

export type FeedFormatName = keyof FeedUrls;

/** A way to write a feed down: one file, and one line in formats.ts. */
export interface FeedFormat {
  /** What people call it. */
  title: string;
  /** Last part of the address. */
  file: string;
  /** IANA media type without parameters. */
  mediaType: string;
  /**
   * One entry. It is the same in every feed of one language, so that it is drawn once however many feeds it stands in.
   * @param feedLanguage BCP 47
   */
  entry(entry: FeedEntry, feedLanguage: string): string;
  /** What stands around the entries. */
  frame(feed: FeedFrameFacts): FeedFrame;
}

/** All that a feed says of itself. */
export type FeedFrameFacts = Omit<FeedDescription, 'entries'>;

export interface FeedFrame {
  before: string;
  between: string;
  after: string;
}
