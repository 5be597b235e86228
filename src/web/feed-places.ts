import type { Post } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import { editionEntry } from '../feeds/edition-entry.js';
import type { FeedEntry } from '../feeds/feed-description.js';
import { postEntry } from '../feeds/post-entry.js';
import type { Term, TermKind } from '../library/library.js';
import { digestPath, editionPath, TERM_FOLDERS, termPath } from './addresses.js';
import { fingerprint } from './fingerprint.js';
import type { Site } from './site.js';

/** A page that has feeds: the same three below its path. */
export interface FeedPlace {
  /** Path of the page. */
  base: string;
  kind: 'site' | TermKind | 'digest';
  /** What stands in lists: the term's or job's name; the site's title. */
  name: string;
  title: string;
  description: string;
  /** BCP 47. */
  language: string;
  /** Newest first. */
  items: FeedItems;
  /** The same as posts, where they are posts. */
  posts?: readonly Post[];
}

/** As much of a list as feeds need, so that of 50,000 posts only those of a feed that is drawn become items. */
export type FeedItems = Pick<readonly FeedItem[], 'length' | 'slice'>;

export interface FeedItem {
  /** Fingerprint of what the feed shows of it. */
  readonly mark: string;
  /** RFC 3339. */
  updated: string;
  /** BCP 47. */
  language: string;
  /** What a list of titles shows. */
  title: string;
  readonly href: string;
  date: string;
  entry(): FeedEntry;
}

const TERM_KINDS: readonly TermKind[] = ['tag', 'category', 'author', 'language'];

/** The site, every tag, category, author and language, every digest. */
export function feedPlaces(site: Site): FeedPlace[] {
  const { library } = site;
  return [
    sitePlace(site),
    ...TERM_KINDS.flatMap((kind) =>
      library.terms(kind).map((term) => termPlace(site, term, library.byTerm(kind, term.key))),
    ),
    ...digestNames(site).map((job) => digestPlace(site, job)),
  ];
}

/** The whole site, whose feeds are polled more than all others together. */
export function sitePlace(site: Site): FeedPlace {
  const { library, settings } = site;
  return {
    base: '/',
    kind: 'site',
    name: settings.title,
    title: settings.title,
    description: settings.description,
    language: settings.language,
    items: itemsOf(site, library.posts),
  };
}

function termPlace(site: Site, term: Term, posts: readonly Post[]): FeedPlace {
  const name = term.kind === 'language' ? languageName(term.name, site) : term.name;
  return {
    base: termPath(term.kind, term.key),
    kind: term.kind,
    name,
    title: `${name} · ${site.settings.title}`,
    description: site.settings.description,
    language: term.kind === 'language' ? term.name : site.settings.language,
    items: itemsOf(site, posts),
    posts,
  };
}

function itemsOf(site: Site, posts: readonly Post[]): FeedItems {
  return {
    length: posts.length,
    slice: (start, end) => posts.slice(start, end).map((post) => postItem(site, post)),
  };
}

function digestPlace(site: Site, job: DigestName): FeedPlace {
  return {
    base: digestPath(job.name),
    kind: 'digest',
    name: job.title,
    title: `${job.title} · ${site.settings.title}`,
    description: site.words.digests.lead,
    language: site.settings.language,
    items: editionsOf(site, job.name).map((edition) => editionItem(site, edition)),
  };
}

/** A job that is configured, or that once was and has left editions behind. */
export interface DigestName {
  name: string;
  title: string;
}

export function digestNames(site: Site): DigestName[] {
  const names = new Map<string, DigestName>(site.jobs.map(({ name, title }) => [name, { name, title }]));
  for (const { job } of site.editions) if (!names.has(job)) names.set(job, { name: job, title: job });
  return [...names.values()];
}

export function editionsOf(site: Site, job: string): readonly EditionRecord[] {
  return site.editions.filter((edition) => edition.job === job);
}

/** A language's name in the site's own: zh-CN → 中文（中国）. */
export function languageName(tag: string, site: Site): string {
  try {
    return new Intl.DisplayNames([site.settings.language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function postItem(site: Site, post: Post): FeedItem {
  const scheme = (kind: TermKind) => site.url(`/${TERM_FOLDERS[kind]}/`);
  return {
    get mark() {
      return site.mark(post);
    },
    updated: post.updated,
    language: post.lang,
    title: post.title,
    get href() {
      return site.href(site.postPath(post));
    },
    date: post.date,
    entry: () => {
      const card = site.card(post);
      const terms = [
        ...card.categories.map(({ name }) => ({ name, scheme: scheme('category') })),
        ...card.tags.map(({ name }) => ({ name, scheme: scheme('tag') })),
      ];
      return postEntry(post, terms, site.settings.feedContent === 'full' ? site.library.article(post) : undefined);
    },
  };
}

function editionItem(site: Site, edition: EditionRecord): FeedItem {
  const path = editionPath(edition.id);
  return {
    mark: fingerprint(edition),
    updated: edition.createdAt,
    language: site.settings.language,
    title: edition.title,
    href: site.href(path),
    date: edition.createdAt,
    entry: () => editionEntry(edition, site.url(path), site.settings.language),
  };
}
