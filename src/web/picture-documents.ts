import { readFileSync } from 'node:fs';
import { decodeHTML } from 'entities';
import type { Library } from '../library/library.js';
import { canonicalPath } from './addresses.js';
import { findPicture } from './find-picture.js';
import type { SiteDocument } from './site-document.js';

/**
 * The pictures that articles show from Postrider's own address, for static output; see find-picture.ts.
 * @param folder the content folder
 */
export async function pictureDocuments(library: Library, folder: string, baseUrl: string): Promise<SiteDocument[]> {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  const documents = new Map<string, SiteDocument>();
  for (const pathname of shownBy(library, baseUrl)) {
    const path = canonicalPath(pathname.slice(prefix.length));
    if (path === undefined || documents.has(path)) continue;
    const picture = await findPicture(pathname, library, folder);
    if (!picture) continue;
    const { file, contentType, size, modified } = picture;
    documents.set(path, {
      path,
      contentType,
      lastModified: modified,
      key: `picture:${file}:${size}:${modified}`,
      render: () => [readFileSync(file)],
    });
  }
  return [...documents.values()];
}

/** Pathnames below our address. */
function* shownBy(library: Library, baseUrl: string): Iterable<string> {
  for (const post of library.posts) {
    const inText = library.article(post).html.matchAll(/<img\b[^>]*?\ssrc="([^"]*)"/g);
    for (const url of [post.cover ?? '', ...Array.from(inText, ([, src = '']) => decodeHTML(src))]) {
      if (url.startsWith(`${baseUrl}/`)) yield new URL(url).pathname;
    }
  }
}
