import { escapeXml } from './xml-text.js';

/** A feed in the list; `xmlUrl` and `pageUrl` are absolute. */
export interface OpmlFeed {
  title: string;
  xmlUrl: string;
  pageUrl: string;
  /** BCP 47. */
  language: string;
}

/** Feeds that belong together; a group without a title stands at the top. */
export interface OpmlGroup {
  title?: string;
  feeds: readonly OpmlFeed[];
}

/**
 * OPML 2.0 (opml.org/spec2.opml), the list of feeds that readers import. It bears no date, so that it changes only when
 * the list does.
 */
export function opml(list: { title: string; groups: readonly OpmlGroup[] }): string {
  const outlines = list.groups
    .filter((group) => group.feeds.length > 0)
    .map(({ title, feeds }) => {
      const lines = feeds.map((feed) => outline(feed, title === undefined ? '    ' : '      '));
      if (title === undefined) return lines.join('\n');
      return `    <outline text="${escapeXml(title)}">\n${lines.join('\n')}\n    </outline>`;
    });
  return `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
    <title>${escapeXml(list.title)}</title>
  </head>
  <body>
${outlines.join('\n')}
  </body>
</opml>
`;
}

function outline({ title, xmlUrl, pageUrl, language }: OpmlFeed, indent: string): string {
  const text = escapeXml(title);
  return (
    `${indent}<outline type="rss" version="RSS2" text="${text}" title="${text}" xmlUrl="${escapeXml(xmlUrl)}"` +
    ` htmlUrl="${escapeXml(pageUrl)}" language="${escapeXml(language)}"/>`
  );
}
