import type { Library, TermKind } from '../library/library.js';
import { canonicalPath, TERM_FOLDERS, termPath } from './addresses.js';

const KIND_OF_FOLDER = new Map(Object.entries(TERM_FOLDERS).map(([kind, folder]) => [folder, kind as TermKind]));

/**
 * The one address of something below a term that was asked for in another spelling, or with its slashes as slashes:
 * `/tags/ＳＯＦＡＳｔａｃｋ/rss.xml` → `/tags/sofastack/rss.xml`.
 * @param path percent-encoded
 * @returns a path, or undefined when no term is meant
 */
export function termRedirect(library: Library, path: string): string | undefined {
  const [, folder = '', ...parts] = path.split('/');
  const kind = KIND_OF_FOLDER.get(folder);
  if (kind === undefined || parts.length === 0) return undefined;
  // The longest spelling first: `/tags/CI/CD/rss.xml` is the tag CI/CD before it is something below CI.
  for (let length = parts.length; length > 0; length--) {
    const spelling = decode(parts.slice(0, length).join('/'));
    const term = spelling === undefined || spelling === '' ? undefined : library.term(kind, spelling);
    if (term) return termPath(kind, term.key) + (canonicalPath(parts.slice(length).join('/')) ?? '');
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
