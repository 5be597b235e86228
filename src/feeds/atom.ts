import { type Item, Feed as Skeleton } from 'feed';
import type { FeedDescription, FeedEntry, FeedFormat } from './feed-description.js';
import { GENERATOR } from './generator.js';
import { imageType } from './image-type.js';
import { XmlSlots } from './xml-slots.js';
import { withStylesheet } from './xml-stylesheet.js';
import { cdata, escapeXml } from './xml-text.js';

const MEDIA_TYPE = 'application/atom+xml';

/** Atom 1.0 (RFC 4287) with archives (RFC 5005). */
export const atom: FeedFormat = { title: 'Atom', file: 'atom.xml', mediaType: MEDIA_TYPE, write: writeAtom };

function writeAtom(feed: FeedDescription): string {
  const slots = new XmlSlots();
  const text = (value: string) => slots.slot(escapeXml(value));
  const skeleton = new Skeleton({
    id: text(feed.id),
    title: text(feed.title),
    description: feed.description === '' ? undefined : text(feed.description),
    updated: slots.date(feed.updated),
    generator: GENERATOR,
    author: { name: text(feed.publisher.name), link: feed.publisher.url && text(feed.publisher.url) },
  });
  for (const entry of feed.entries) skeleton.addItem(toItem(entry, slots));
  return withStylesheet(slots.fill(mend(skeleton.atom1(), feed)), feed.stylesheet);
}

function toItem(entry: FeedEntry, slots: XmlSlots): Item {
  const text = (value: string) => slots.slot(escapeXml(value));
  return {
    id: text(entry.id),
    title: text(entry.title || entry.url),
    link: text(entry.url),
    date: slots.date(entry.updated),
    published: slots.date(entry.published),
    description: entry.summary === '' ? undefined : text(entry.summary),
    content: entry.html ? slots.slot(cdata(entry.html)) : undefined,
    author:
      entry.authors.length === 0
        ? undefined
        : entry.authors.map(({ name, url }) => ({ name: text(name), link: url && text(url) })),
    category: entry.terms.map(({ name, scheme }) => ({ term: text(name), scheme: text(scheme), name: text(name) })),
  };
}

/** What `feed` cannot say in Atom: languages, typed links, archives, pictures; and titles as the plain text they are. */
function mend(skeleton: string, feed: FeedDescription): string {
  const root =
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"` +
    ` xmlns:media="http://search.yahoo.com/mrss/" xml:lang="${escapeXml(feed.language)}">`;
  const [head = '', ...entries] = skeleton
    .replace(/<feed [^>]*>/, root)
    .replaceAll('<title type="html">', '<title>')
    .replaceAll('<summary type="html">', '<summary>')
    .split('<entry>');
  const links = feedLinks(feed)
    .map((line) => `\n    ${line}`)
    .join('');
  return (
    head.replace('</updated>', `</updated>${links}`) +
    entries.map((xml, index) => mendEntry(xml, feed.entries[index], feed)).join('')
  );
}

function mendEntry(xml: string, entry: FeedEntry | undefined, feed: FeedDescription): string {
  if (!entry) return `<entry>${xml}`;
  const language = entry.language === feed.language ? '' : ` xml:lang="${escapeXml(entry.language)}"`;
  const cover = entry.cover ? `    ${picture(entry.cover)}\n    ` : '';
  return `<entry${language}>${xml.replace('<link href', '<link rel="alternate" type="text/html" href').replace('</entry>', `${cover}</entry>`)}`;
}

function feedLinks({ pageUrl, selfUrls, paging, hubs }: FeedDescription): string[] {
  const link = (rel: string, url: string | undefined, type?: string) =>
    url === undefined ? [] : [`<link rel="${rel}" href="${escapeXml(url)}"${type ? ` type="${type}"` : ''}/>`];
  return [
    ...link('self', selfUrls.atom, MEDIA_TYPE),
    ...link('alternate', pageUrl, 'text/html'),
    ...hubs.flatMap((hub) => link('hub', hub)),
    ...(paging.archive ? ['<fh:archive/>', ...link('current', paging.current.atom, MEDIA_TYPE)] : []),
    ...link('prev-archive', paging.older?.atom, MEDIA_TYPE),
    ...(paging.archive ? link('next-archive', paging.newer?.atom, MEDIA_TYPE) : []),
  ];
}

function picture(url: string): string {
  const type = imageType(url);
  return `<media:content url="${escapeXml(url)}" medium="image"${type ? ` type="${type}"` : ''}/>`;
}
