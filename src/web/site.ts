import type { Post } from '../content/post.js';
import { summaryOf } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import { absoluteUrl } from '../feeds/absolute-url.js';
import type { Library, Term, TermKind } from '../library/library.js';
import { formatDate } from '../message/format-date.js';
import type { Language } from '../message/message.js';
import { languageOf } from '../message/words.js';
import { segment, termPath } from './addresses.js';
import { type AssetUrls, assetUrls } from './assets.js';
import type { DigestListing } from './digest-listing.js';
import { createDrawnEntries, type DrawnEntries } from './drawn-entries.js';
import { fingerprint } from './fingerprint.js';
import { createPagePaths, isBelow, type PagePaths } from './page-paths.js';
import type { RelatedMemory } from './related-memory.js';
import type { SiteSettings } from './site-settings.js';
import { type Words, words } from './words.js';

/** Bytes of drawn feed entries that are kept while documents are rendered: of some thousand articles. */
const ENTRIES_ROOM = 256_000_000;

/** All that pages and feeds are made from, at one moment. */
export interface SiteInput {
  settings: SiteSettings;
  library: Library;
  /** Newest first. */
  editions: readonly EditionRecord[];
  jobs: readonly DigestListing[];
  /** `files` for the static build, where search and chat say that they need the server. Default: server. */
  target?: 'server' | 'files';
  /** Saves reckoning all related posts anew at each change (see createRelatedMemory). */
  related?: RelatedMemory;
  /** Saves drawing feed entries anew at each change (see createDrawnEntries). */
  entries?: DrawnEntries;
  /** Saves reckoning all paths of pages anew at each change (see createPagePaths). */
  paths?: PagePaths;
}

/** A post as lists show it; everything in it is ready to print. */
export interface PostCard {
  id: string;
  title: string;
  /** Link of our own page about it, from the root of the host. */
  href: string;
  /** RFC 3339. */
  date: string;
  day: string;
  lang: string;
  summary: string;
  authors: CardTerm[];
  categories: CardTerm[];
  tags: CardTerm[];
  cover?: string;
  readingMinutes: number;
}

export interface CardTerm {
  name: string;
  href: string;
}

/** {@link SiteInput} with the questions answered that every page asks. */
export interface Site extends SiteInput {
  language: Language;
  words: Words;
  assets: AssetUrls;
  entries: DrawnEntries;
  /** The pages are the articles themselves: `site.url` is our own address. */
  isHome: boolean;
  /** A link from the root of the host, for a path below the site's base. */
  href(path: string): string;
  /** The absolute URL for a path. */
  url(path: string): string;
  /** The path of our page about a post. */
  postPath(post: Post): string;
  card(post: Post): PostCard;
  /** Fingerprint of its card. */
  cardMark(post: Post): string;
  /** Fingerprint of all that a feed or its own page shows of a post, its body included. */
  mark(post: Post): string;
}

export function createSite(input: SiteInput): Site {
  const { settings, library } = input;
  const base = settings.baseUrl.replace(/\/+$/, '');
  const prefix = new URL(base).pathname.replace(/\/$/, '');
  const language = languageOf(settings.language);
  let paths: ReadonlyMap<string, string> | undefined;
  const href = (path: string) => prefix + path;
  const postPath = (post: Post) => {
    paths ??= (input.paths ?? createPagePaths(settings.baseUrl)).of(library.posts);
    return paths.get(post.id) ?? `/posts/${segment(post.id)}/`;
  };

  const terms = (kind: TermKind, spellings: readonly string[]): CardTerm[] => {
    const found = spellings.map((spelling) => library.term(kind, spelling)).filter((term) => term !== undefined);
    return [...new Map(found.map((term) => [term.key, cardTerm(term)])).values()];
  };
  const cardTerm = ({ kind, key, name }: Term): CardTerm => ({ name, href: href(termPath(kind, key)) });

  const card = oncePerPost(
    (post): PostCard => ({
      id: post.id,
      title: post.title,
      href: href(postPath(post)),
      date: post.date,
      day: formatDate(post.date, language),
      lang: post.lang,
      summary: summaryOf(post),
      authors: terms(
        'author',
        post.authors.map((author) => author.name),
      ),
      categories: terms('category', post.categories),
      tags: terms('tag', post.tags),
      cover: absoluteUrl(post.cover),
      readingMinutes: post.readingMinutes,
    }),
  );

  const cardMark = oncePerPost((post) => fingerprint(card(post)));
  const mark = oncePerPost((post) =>
    fingerprint([cardMark(post), post.guid, post.url, post.updated, post.authors, post.contentHash]),
  );

  return {
    ...input,
    language,
    words: words[language],
    assets: assetUrls(href),
    entries: input.entries ?? createDrawnEntries(ENTRIES_ROOM),
    isHome: isBelow(settings.siteUrl, base),
    href,
    url: (path) => base + path,
    postPath,
    card,
    cardMark,
    mark,
  };
}

/** A post stands in many places of a site, and what is reckoned of it is the same in all of them. */
function oncePerPost<Value>(reckon: (post: Post) => Value): (post: Post) => Value {
  const reckoned = new Map<string, Value>();
  return (post) => {
    const known = reckoned.get(post.id);
    if (known !== undefined) return known;
    const value = reckon(post);
    reckoned.set(post.id, value);
    return value;
  };
}
