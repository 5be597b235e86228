import type { Post } from '../content/post.js';
import { type OpmlGroup, opml } from '../feeds/opml.js';
import type { TermKind } from '../library/library.js';
import {
  digestPath,
  editionPath,
  feedPath,
  listPath,
  subscribePath,
  TERM_FOLDERS,
  termIndexPath,
} from './addresses.js';
import { assetDocuments } from './assets.js';
import { feedDocuments, newest } from './feed-documents.js';
import { digestNames, editionsOf, type FeedPlace, feedPlaces, sitePlace } from './feed-places.js';
import { fingerprint } from './fingerprint.js';
import { chatExamples, chatPage } from './pages/chat-page.js';
import { digestPage, digestsPage } from './pages/digests-page.js';
import { editionPage } from './pages/edition-page.js';
import { homePage } from './pages/home-page.js';
import { listPage } from './pages/list-page.js';
import { notFoundPage } from './pages/not-found-page.js';
import { postPage } from './pages/post-page.js';
import { searchPage } from './pages/search-page.js';
import { subscribePage } from './pages/subscribe-page.js';
import { termIndexPage } from './pages/term-index-page.js';
import { createRelatedMemory } from './related-memory.js';
import { createSite, type Site, type SiteInput } from './site.js';
import { lateDocument, type SiteDocument } from './site-document.js';

const HOME_POSTS = 12;
const HOME_TAGS = 16;
const RELATED = 4;
/** Titles on one page of a list. */
const LIST_SIZE = 100;
const TERM_KINDS: readonly TermKind[] = ['tag', 'category', 'author', 'language'];
const EMPTY_FEED = 0;

/** Every feed, page and file the site consists of; each path once. */
export function siteDocuments(input: SiteInput): SiteDocument[] {
  const documents = new Map<string, SiteDocument>();
  for (const document of eachSiteDocument(input)) {
    if (!documents.has(document.path)) documents.set(document.path, document);
  }
  return [...documents.values()];
}

/**
 * The same one after another, what readers ask for most first: in a big library the whole list takes a while. Of several
 * with one path the first counts.
 */
export function* eachSiteDocument(input: SiteInput): Generator<SiteDocument> {
  const site = createSite(input);
  yield* feedDocuments(site, sitePlace(site));
  yield home(site);
  const places = feedPlaces(site);
  yield* lists(site, places);
  yield* indexes(site);
  yield* digests(site);
  yield* subscriptions(site, places);
  yield* fixedPages(site);
  for (const place of places) if (place.kind !== 'site') yield* feedDocuments(site, place);
  yield opmlDocument(site, places);
  yield* assetDocuments();
  yield* posts(site);
}

/** What every page shows around its content. */
function frame(site: Site): unknown[] {
  const { settings, assets, target } = site;
  return [settings, assets, target];
}

/** What a page shows: the posts' and editions' dates, and all of it for the key. */
type Shows = () => { updated: readonly string[]; all: unknown };

function page(site: Site, path: string, shows: Shows, render: () => string, urgent = false): SiteDocument {
  return lateDocument({ path, contentType: 'text/html; charset=utf-8', urgent, render }, () => {
    const { updated, all } = shows();
    return {
      lastModified: updated.length === 0 ? EMPTY_FEED : Date.parse(newest(updated)),
      key: fingerprint([frame(site), path, all]),
    };
  });
}

function home(site: Site): SiteDocument {
  const newestPosts = site.library.posts.slice(0, HOME_POSTS);
  const tags = site.library.terms('tag').slice(0, HOME_TAGS);
  const [edition] = site.editions;
  const shows = () => ({
    updated: updates(newestPosts),
    all: [newestPosts.map(site.cardMark), tags, site.library.posts.length, edition, site.jobs],
  });
  return page(site, '/', shows, () => homePage(site, { posts: newestPosts.map(site.card), tags }), true);
}

function* posts(site: Site): Generator<SiteDocument> {
  const memory = site.related ?? createRelatedMemory();
  const relatives = memory.of(site.library, RELATED);
  for (const post of site.library.posts) {
    const related = () => relatives(post);
    const shows = () => ({ updated: [post.updated], all: [site.mark(post), related().map(site.cardMark)] });
    yield page(site, site.postPath(post), shows, () => postPage(site, post, related().map(site.card)));
  }
}

function* lists(site: Site, places: readonly FeedPlace[]): Generator<SiteDocument> {
  const { words, library, settings } = site;
  yield* list(site, library.posts, {
    base: '/posts/',
    title: words.posts,
    section: 'posts',
    feeds: { base: '/', title: settings.title },
  });
  for (const { kind, base, name, title, posts = [] } of places) {
    if (kind === 'site' || kind === 'digest') continue;
    const folder = TERM_FOLDERS[kind] as 'tags' | 'categories' | 'authors' | 'languages';
    yield* list(site, posts, {
      base,
      title: name,
      label: { text: words[folder], href: site.href(termIndexPath(kind)) },
      section: 'tags',
      feeds: { base, title },
    });
  }
}

type ListFrame = Omit<Parameters<typeof listPage>[1], 'count' | 'posts' | 'page' | 'pages'>;

/**
 * A list's pages. The oldest posts fill page 1 and so on; what does not fill a page of its own stands on the newest page
 * together with the last full one.
 */
function list(site: Site, all: readonly Post[], frame: ListFrame): SiteDocument[] {
  const pages = Math.max(1, Math.floor(all.length / LIST_SIZE));
  return Array.from({ length: pages }, (_, index) => {
    const number = pages - index;
    const end = all.length - (number - 1) * LIST_SIZE;
    const shown = all.slice(number === pages ? 0 : end - LIST_SIZE, end);
    const path = number === pages ? frame.base : listPath(frame.base, number);
    const count = number === pages ? all.length : undefined;
    const data = { ...frame, count, page: number, pages };
    const rows = () => shown.map(site.card).map(({ id, title, href, date, lang }) => [id, title, href, date, lang]);
    const shows = () => ({ updated: updates(shown), all: { ...data, posts: rows() } });
    return page(site, path, shows, () => listPage(site, { ...data, posts: shown.map(site.card) }));
  });
}

function indexes(site: Site): SiteDocument[] {
  return TERM_KINDS.map((kind) =>
    page(
      site,
      termIndexPath(kind),
      () => ({ updated: updates(site.library.posts), all: site.library.terms(kind) }),
      () => termIndexPage(site, kind),
    ),
  );
}

function digests(site: Site): SiteDocument[] {
  const created = site.editions.map((edition) => edition.createdAt);
  const titles = site.editions.map(({ id, title, createdAt }) => [id, title, createdAt]);
  return [
    page(
      site,
      '/digests/',
      () => ({ updated: created, all: [titles, site.jobs] }),
      () => digestsPage(site),
    ),
    ...digestNames(site).map((job) => {
      const editions = editionsOf(site, job.name);
      const next = site.jobs.find(({ name }) => name === job.name)?.next;
      return page(
        site,
        digestPath(job.name),
        () => ({
          updated: editions.map((edition) => edition.createdAt),
          all: [job, next, editions.map(({ id, title, createdAt }) => [id, title, createdAt])],
        }),
        () => digestPage(site, job),
      );
    }),
    ...site.editions.map((edition) =>
      page(
        site,
        editionPath(edition.id),
        () => ({ updated: [edition.createdAt], all: [edition, digestNames(site)] }),
        () => editionPage(site, edition),
      ),
    ),
  ];
}

function subscriptions(site: Site, places: readonly FeedPlace[]): SiteDocument[] {
  return places.map((place) => {
    const shows = () => {
      const newestItems = place.items.slice(0, 5);
      return {
        updated: newestItems.map((item) => item.updated),
        all: [
          place.name,
          place.title,
          newestItems.map(({ title, href, date }) => [title, href, date]),
          place.kind === 'site' ? places.length : 0,
        ],
      };
    };
    return page(site, subscribePath(place.base), shows, () => subscribePage(site, place, places.length));
  });
}

function fixedPages(site: Site): SiteDocument[] {
  const nothing = () => ({ updated: [], all: [] });
  return [
    page(site, '/search/', nothing, () => searchPage(site, { query: '', total: 0, posts: [] })),
    page(
      site,
      '/chat/',
      () => ({ updated: [], all: site.target === 'files' ? [] : chatExamples(site) }),
      () => chatPage(site),
    ),
    page(site, '/404.html', nothing, () => notFoundPage(site)),
  ];
}

function opmlDocument(site: Site, places: readonly FeedPlace[]): SiteDocument {
  const { words } = site;
  const group = (kind: FeedPlace['kind'], title?: string): OpmlGroup => ({
    title,
    feeds: places
      .filter((place) => place.kind === kind)
      .map((place) => ({
        title: kind === 'site' ? place.title : place.name,
        xmlUrl: site.url(feedPath(place.base, 'rss')),
        pageUrl: site.url(place.base),
        language: place.language,
      })),
  });
  const groups = [
    group('site'),
    group('digest', words.digests.title),
    group('category', words.categories),
    group('tag', words.tags),
    group('author', words.authors),
    group('language', words.languages),
  ];
  return lateDocument(
    {
      path: '/opml.xml',
      contentType: 'text/x-opml; charset=utf-8',
      render: () => opml({ title: site.settings.title, groups }),
    },
    () => ({ lastModified: 0, key: fingerprint([site.settings.title, groups]) }),
  );
}

function updates(list: readonly Post[]): string[] {
  return list.map((post) => post.updated);
}
