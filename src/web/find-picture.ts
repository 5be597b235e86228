import { realpath, stat } from 'node:fs/promises';
import { extname, join, posix, sep } from 'node:path';
import type { Library } from '../library/library.js';

/** What browsers draw in an article. Nothing else of the content folder is ever served. */
const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
};

export interface Picture {
  /** Absolute, without symbolic links, inside the content folder. */
  file: string;
  contentType: string;
  size: number;
  /** ms since the epoch */
  modified: number;
}

/**
 * The picture an article means, where Postrider's own pages are the articles: `a.png` and `img/a.png` lie beside the
 * post's file, `../img/a.png` beside its folder, `/img/a.png` at the top of the content folder.
 * @param pathname as a browser resolved it against the article's address, percent-encoded
 * @param folder the content folder
 */
export async function findPicture(pathname: string, library: Library, folder: string): Promise<Picture | undefined> {
  const contentType = TYPES[extname(pathname).toLowerCase()];
  const path = contentType && decoded(pathname);
  if (!path) return undefined;
  const root = await realpath(folder);
  for (const place of placesOf(path, library)) {
    const file = await realpath(join(root, place)).catch(nothingThere);
    if (!file?.startsWith(root + sep)) continue;
    const found = await stat(file);
    if (found.isFile()) return { file, contentType, size: found.size, modified: Math.floor(found.mtimeMs) };
  }
  return undefined;
}

/** Undefined for a path that is malformed, hidden or tries to leave. */
function decoded(pathname: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const odd = path.includes('\0') || path.includes('\\') || path.split('/').some((part) => part.startsWith('.'));
  return odd ? undefined : path;
}

/** Where below the content folder it may lie, likeliest first. */
function placesOf(path: string, library: Library): Set<string> {
  const places = new Set<string>();
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const post = library.byUrl(path.slice(0, end + 1));
    if (post) places.add(posix.join(posix.dirname(post.path), path.slice(end + 1)));
  }
  for (const { url, path: file } of library.posts) {
    // `..` takes the last part of the article's address away, and the folder of its file.
    const above = posix.join(decodeURI(new URL(url).pathname), '../');
    if (path.startsWith(above)) places.add(posix.join(posix.dirname(file), '..', path.slice(above.length)));
  }
  return places.add(path.slice(1));
}

function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(error.code ?? '')) return undefined;
  throw error;
}
