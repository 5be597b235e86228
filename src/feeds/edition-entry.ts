import type { EditionRecord } from '../engine/engine.js';
import { documentHtml } from './document-html.js';
import type { FeedEntry } from './feed-description.js';

/**
 * @param url the edition's own page; it is the entry's id as well
 * @param language BCP 47
 */
export function editionEntry(edition: EditionRecord, url: string, language: string): FeedEntry {
  return {
    id: url,
    url,
    title: edition.title,
    published: edition.createdAt,
    updated: edition.createdAt,
    language,
    authors: [],
    terms: [],
    summary: [...edition.posts, ...edition.readings].map((link) => link.title).join(' · '),
    html: documentHtml(edition.markdown),
  };
}
