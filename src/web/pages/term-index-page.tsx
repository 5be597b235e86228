import type { TermKind } from '../../library/library.js';
import { TERM_FOLDERS, termIndexPath, termPath } from '../addresses.js';
import { languageName } from '../feed-places.js';
import type { Site } from '../site.js';
import { renderPage } from './layout.js';

const KINDS: readonly TermKind[] = ['tag', 'category', 'author', 'language'];

/** All tags (or categories, authors, languages) with their counts. */
export function termIndexPage(site: Site, kind: TermKind): string {
  const { words, href, library } = site;
  const title = words[TERM_FOLDERS[kind] as 'tags' | 'categories' | 'authors' | 'languages'];
  const terms = library.terms(kind);
  return renderPage({
    site,
    path: termIndexPath(kind),
    title,
    section: 'tags',
    shape: 'wide',
    children: (
      <>
        <header class="page-head">
          <h1>{title}</h1>
          <nav class="tabs" aria-label={words.nav.tags}>
            {KINDS.map((other) => (
              <a href={href(termIndexPath(other))} aria-current={other === kind ? 'page' : undefined}>
                {words[TERM_FOLDERS[other] as 'tags']}
              </a>
            ))}
          </nav>
        </header>
        {terms.length === 0 ? (
          <p class="empty">{words.nothingYet}</p>
        ) : (
          <ul class="term-list">
            {terms.map((term) => (
              <li>
                <a href={href(termPath(kind, term.key))}>
                  <span class="term-name">{kind === 'language' ? languageName(term.name, site) : term.name}</span>{' '}
                  <span class="count">{term.count}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  });
}
