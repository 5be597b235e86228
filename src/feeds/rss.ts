import type { Item } from 'feed';
import type { FeedEntry, FeedFormat, FeedFrame, FeedFrameFacts } from './feed-description.js';
import { GENERATOR } from './generator.js';
import { imageType } from './image-type.js';
import { rfc822Date } from './rfc822-date.js';
import { feedPackage, rememberSkeletons } from './skeletons.js';
import { XmlSlots } from './xml-slots.js';
import { withStylesheet } from './xml-stylesheet.js';
import { cdata, escapeXml } from './xml-text.js';

const MEDIA_TYPE = 'application/rss+xml';

/** The root element with every namespace we use; `feed` declares only some, and only when it uses them itself. */
const ROOT =
  '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"' +
  ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fh="http://purl.org/syndication/history/1.0"' +
  ' xmlns:media="http://search.yahoo.com/mrss/">';

/** RSS 2.0 after the profile of the RSS Advisory Board (rssboard.org/rss-profile). */
export const rss: FeedFormat = { title: 'RSS', file: 'rss.xml', mediaType: MEDIA_TYPE, entry: drawEntry, frame };

/** A feed without items, cut where they belong. */
function frame(feed: FeedFrameFacts): FeedFrame {
  const slots = new XmlSlots();
  const text = (value: string) => slots.slot(escapeXml(value));
  const skeleton = new (feedPackage().Feed)({
    title: text(feed.title),
    link: text(feed.pageUrl),
    // The channel must have one; an empty element draws a warning.
    description: text(feed.description || feed.title),
    language: text(feed.language),
    updated: slots.date(rfc822Date(feed.updated)),
    generator: GENERATOR,
    // Only to get the links above the items: the extension below puts all of ours in its place.
    feedLinks: { rss: text(feed.selfUrls.rss) },
  });
  skeleton.addExtension({ name: 'atom:link', objects: atomLinks(feed, text) as unknown as Record<string, unknown> });
  let xml = skeleton.rss2().replace(/<rss [^>]*>/, ROOT);
  if (feed.paging.archive) xml = xml.replace('<atom:link', '<fh:archive/>\n        <atom:link');
  const [before = '', after = ''] = xml.split(/\s*(?=\s{4}<\/channel>)/);
  return {
    before: `${withStylesheet(slots.fill(before), feed.stylesheet)}\n        `,
    between: '\n        ',
    after: `\n${after}`,
  };
}

function atomLinks({ selfUrls, paging, hubs }: FeedFrameFacts, text: (value: string) => string) {
  const link = (rel: string, url: string | undefined, type?: string) =>
    url === undefined ? [] : [{ _attributes: { rel, href: text(url), type } }];
  return [
    ...link('self', selfUrls.rss, MEDIA_TYPE),
    ...link('alternate', selfUrls.atom, 'application/atom+xml'),
    ...hubs.flatMap((hub) => link('hub', hub)),
    ...(paging.archive ? link('current', paging.current.rss, MEDIA_TYPE) : []),
    ...link('prev-archive', paging.older?.rss, MEDIA_TYPE),
    ...(paging.archive ? link('next-archive', paging.newer?.rss, MEDIA_TYPE) : []),
  ];
}

const layOut = rememberSkeletons((feed) => {
  const xml = feed.rss2();
  return xml.slice(xml.indexOf('<item>'), xml.lastIndexOf('</item>') + '</item>'.length);
});

function drawEntry(entry: FeedEntry): string {
  const slots = new XmlSlots();
  return slots.fill(layOut(toItem(entry, slots)));
}

function toItem(entry: FeedEntry, slots: XmlSlots): Item {
  const text = (value: string) => slots.slot(escapeXml(value));
  const element = (value: string) => ({ _text: text(value) });
  return {
    // The profile's rule: a title is plain text, so `List<T>` is escaped once.
    title: text(entry.title || entry.url),
    link: text(entry.url),
    guid: text(entry.id),
    date: slots.date(rfc822Date(entry.published)),
    // A description is HTML: plain text is escaped for HTML, and that for XML.
    description: entry.summary === '' ? undefined : text(escapeXml(entry.summary)),
    content: entry.html ? slots.slot(cdata(entry.html)) : undefined,
    category: entry.terms.map((term) => ({ name: text(term.name), domain: text(term.scheme) })),
    extensions: [
      // `author` is for e-mail addresses; people go into dc:creator.
      {
        name: 'dc:creator',
        objects: entry.authors.map(({ name }) => element(name)) as unknown as Record<string, unknown>,
      },
      ...(entry.cover ? [{ name: 'media:content', objects: mediaContent(entry.cover, text) }] : []),
    ],
  };
}

function mediaContent(url: string, text: (value: string) => string) {
  // Not an enclosure: that wants the length in bytes and the right type, which a URL alone does not tell.
  return { _attributes: { url: text(url), medium: 'image', type: imageType(url) } };
}
