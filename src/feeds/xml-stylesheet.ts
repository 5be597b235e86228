import { escapeXml } from './xml-text.js';

/** Puts a CSS instruction below the XML declaration; `feed` knows XSL only, which browsers give up. */
export function withStylesheet(xml: string, href: string | undefined): string {
  if (href === undefined) return xml;
  return xml.replace('?>', `?>\n<?xml-stylesheet type="text/css" href="${escapeXml(href)}"?>`);
}
