import { stripIllegal } from '../../content/strip-illegal.js';

/** The only names XML itself knows; HTML's (`&nbsp;`) are an error in a feed, and common there. */
const XML_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi;
/** Characters in which a document type would end. */
const PROLOG = 20_000;
const DATE_ELEMENT = /<((?:\w+:)?(?:published|updated|issued|modified))>([^<]*)<\/\1>/g;

/**
 * Mends what feeds commonly get wrong, so that a strict parser reads them: space before the declaration, control
 * characters, bare `&` and HTML's entities, a document type, dates that are none. Well-formed input keeps its meaning.
 */
export function cleanXml(xml: string): string {
  return withoutDocumentType(stripIllegal(xml).replace(/^[\s\uFEFF]+/, ''))
    .replace(/&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[\da-f]));/gi, '')
    .split(/(<!\[CDATA\[.*?(?:\]\]>|$)|<!--.*?(?:-->|$))/s)
    .map((part, index) => (index % 2 === 1 ? part : cleanMarkup(part)))
    .join('');
}

/** It stands at the beginning; what looks like one later on is left to the parser. */
function withoutDocumentType(xml: string): string {
  const head = xml.slice(0, PROLOG).replace(/<!DOCTYPE(?:[^<>[]|\[[^\]]*\])*>/i, '');
  return head + xml.slice(PROLOG);
}

function cleanMarkup(markup: string): string {
  return (
    markup
      .replace(XML_REFERENCE, '&amp;')
      // rss-parser gives up the whole Atom feed for one date it cannot read.
      .replace(DATE_ELEMENT, (whole, name: string, date: string) =>
        Number.isNaN(Date.parse(date.trim())) ? `<${name}></${name}>` : whole,
      )
  );
}
