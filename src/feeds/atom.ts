import type { Item } from 'feed';
import type { FeedEntry, FeedFormat, FeedFrame, FeedFrameFacts } from './feed-description.js';
import { GENERATOR } from './generator.js';
import { imageType } from './image-type.js';
import { feedPackage, rememberSkeletons } from './skeletons.js';
import { XmlSlots } from './xml-slots.js';
import { withStylesheet } from './xml-stylesheet.js';
import { cdata, escapeXml } from './xml-text.js';

const MEDIA_TYPE = 'application/atom+xml';

/** Atom 1.0 (RFC 4287) with archives (RFC 5005). */
export const atom: FeedFormat = { title: 'Atom', file: 'atom.xml', mediaType: MEDIA_TYPE, entry: drawEntry, frame };

/** A feed without entries, cut where they belong. */
function frame(feed: FeedFrameFacts): FeedFrame {
  const slots = new XmlSlots();
  const text = (value: string) => slots.slot(escapeXml(value));
  const skeleton = new (feedPackage().Feed)({
    id: text(feed.id),
    title: text(feed.title),
    description: feed.description === '' ? undefined : text(feed.description),
    updated: slots.date(feed.updated),
    generator: GENERATOR,
    author: { name: text(feed.publisher.name), link: feed.publisher.url && text(feed.publisher.url) },
  });
  const [before = ''] = skeleton.atom1().split(/\s*<\/feed>/);
  return {
    before: `${withStylesheet(slots.fill(mendFrame(before, feed)), feed.stylesheet)}\n    `,
    between: '\n    ',
    after: '\n</feed>',
  };
}

/** What `feed` cannot say in Atom: languages, typed links, archives; and the title as the plain text it is. */
function mendFrame(skeleton: string, feed: FeedFrameFacts): string {
  const root =
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"` +
    ` xmlns:media="http://search.yahoo.com/mrss/" xml:lang="${escapeXml(feed.language)}">`;
  const links = feedLinks(feed)
    .map((line) => `\n    ${line}`)
    .join('');
  return skeleton
    .replace(/<feed [^>]*>/, root)
    .replace('<title type="html">', '<title>')
    .replace('</updated>', `</updated>${links}`);
}

function feedLinks({ pageUrl, selfUrls, paging, hubs }: FeedFrameFacts): string[] {
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

const layOut = rememberSkeletons((feed) => {
  const xml = feed.atom1();
  return xml.slice(xml.indexOf('<entry>'), xml.lastIndexOf('</feed>')).trimEnd();
});

function drawEntry(entry: FeedEntry, feedLanguage: string): string {
  const slots = new XmlSlots();
  return slots.fill(mendEntry(layOut(toItem(entry, slots)), entry, feedLanguage));
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

/** What `feed` cannot say of an entry: its language, a typed link, a picture; and texts as the plain texts they are. */
function mendEntry(skeleton: string, entry: FeedEntry, feedLanguage: string): string {
  const language = entry.language === feedLanguage ? '' : ` xml:lang="${escapeXml(entry.language)}"`;
  const cover = entry.cover ? `    ${picture(entry.cover)}\n    ` : '';
  return skeleton
    .replace('<entry>', `<entry${language}>`)
    .replace('<title type="html">', '<title>')
    .replace('<summary type="html">', '<summary>')
    .replace('<link href', '<link rel="alternate" type="text/html" href')
    .replace('</entry>', `${cover}</entry>`);
}

function picture(url: string): string {
  const type = imageType(url);
  return `<media:content url="${escapeXml(url)}" medium="image"${type ? ` type="${type}"` : ''}/>`;
}
