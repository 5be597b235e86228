import type { FeedFormatName, FeedFrame, FeedFrameFacts, FeedPaging, FeedUrls } from '../feeds/feed-description.js';
import { feedFormats } from '../feeds/formats.js';
import { lazy } from '../lazy.js';
import { archivePath, feedPath, subscribePath } from './addresses.js';
import type { FeedItem, FeedPlace } from './feed-places.js';
import { fingerprint } from './fingerprint.js';
import type { Site } from './site.js';
import { lateDocument, type SiteDocument } from './site-document.js';

/** When nothing has happened yet. */
const EPOCH = '1970-01-01T00:00:00Z';

/** A place's feeds: the newest items, and archives of all of them (RFC 5005), in every format. */
export function* feedDocuments(site: Site, place: FeedPlace): Generator<SiteDocument> {
  for (const link of chain(site, place)) {
    for (const format of Object.keys(feedFormats) as FeedFormatName[]) yield feedDocument(site, place, link, format);
  }
}

/** One document of a chain, in whatever format. What the formats have in common is reckoned once for all of them. */
interface ChainLink {
  base: string;
  isArchive: boolean;
  items(): readonly FeedItem[];
  facts(): FeedFrameFacts;
  /** Fingerprint of all that it shows. */
  key(): string;
}

function chainLink(
  site: Site,
  place: FeedPlace,
  { base, items, paging }: { base: string; items: () => readonly FeedItem[]; paging: FeedPaging },
): ChainLink {
  const { settings } = site;
  const facts = lazy(
    (): FeedFrameFacts => ({
      id: site.url(place.base),
      title: place.title,
      description: place.description,
      language: place.language,
      pageUrl: site.url(place.base),
      publisher: { name: settings.title, url: settings.siteUrl },
      selfUrls: feedUrls(site, base),
      updated: newest(items().map(({ updated }) => updated)),
      hubs: settings.hubs,
      paging,
      stylesheet: site.url(site.assets.feedStyle.slice(site.href('').length)),
    }),
  );
  const key = lazy(() => fingerprint([settings.feedContent, facts(), items().map(({ mark }) => mark)]));
  return { base, isArchive: paging.archive, items, facts, key };
}

/**
 * The subscription document and its archives. Archives are filled from the oldest item on and only when full, so that a
 * new post never changes one; what is newer than the newest archive is less than one document holds, and is in the
 * subscription document.
 */
function chain(site: Site, place: FeedPlace): ChainLink[] {
  const { feedLimit } = site.settings;
  const { items } = place;
  const urls = (base: string) => feedUrls(site, base);
  const archives = items.length > feedLimit ? Math.floor(items.length / feedLimit) : 0;
  const archive = (number: number) =>
    number >= 1 && number <= archives ? urls(archivePath(place.base, number)) : undefined;
  const current = urls(place.base);
  const subscription = chainLink(site, place, {
    base: place.base,
    items: lazy(() => items.slice(0, feedLimit)),
    paging: { archive: false, current, older: archive(archives) },
  });
  const full = Array.from({ length: archives }, (_, index) => {
    const number = index + 1;
    const end = items.length - index * feedLimit;
    return chainLink(site, place, {
      base: archivePath(place.base, number),
      items: lazy(() => items.slice(end - feedLimit, end)),
      // The newest archive leads on to the subscription document, so that the chain can be walked both ways.
      paging: { archive: true, current, older: archive(number - 1), newer: archive(number + 1) ?? current },
    });
  });
  return [subscription, ...full];
}

function feedDocument(site: Site, place: FeedPlace, link: ChainLink, format: FeedFormatName): SiteDocument {
  const { mediaType, frame } = feedFormats[format];
  const path = feedPath(link.base, format);
  const drawn = () => link.items().map((item) => site.entries.draw(format, item, place.language));
  return lateDocument(
    {
      path,
      contentType: `${mediaType}; charset=utf-8`,
      urgent: place.kind === 'site' && !link.isArchive,
      feed: {
        current: !link.isArchive,
        self: site.url(path),
        hubs: site.settings.hubs,
        page: subscribePath(place.base),
      },
      render: () => joined(frame(link.facts()), drawn()),
    },
    () => ({ lastModified: Date.parse(link.facts().updated), key: `${format} ${link.key()}` }),
  );
}

function joined({ before, between, after }: FeedFrame, entries: readonly Uint8Array[]): Uint8Array[] {
  const separator = Buffer.from(between);
  const pieces = entries.flatMap((entry, at) => (at === 0 ? [entry] : [separator, entry]));
  return [Buffer.from(before), ...pieces, Buffer.from(after)];
}

export function feedUrls(site: Site, base: string): FeedUrls {
  const url = (format: FeedFormatName) => site.url(feedPath(base, format));
  return { rss: url('rss'), atom: url('atom'), json: url('json') };
}

/** The latest of RFC 3339 dates, whatever their zones. */
export function newest(dates: readonly string[]): string {
  let latest = EPOCH;
  let time = 0;
  for (const date of dates) {
    const its = Date.parse(date);
    if (its > time) [latest, time] = [date, its];
  }
  return latest;
}
