import type { PostCard, Site } from '../site.js';
import { renderPage, SearchForm } from './layout.js';
import { PostCards } from './post-list.js';

export interface SearchPageData {
  query: string;
  total: number;
  posts: readonly PostCard[];
  /** Paths of the neighbouring result pages. */
  previous?: string;
  next?: string;
}

/** The search form and, when something was asked, what was found. */
export function searchPage(site: Site, { query, total, posts, previous, next }: SearchPageData): string {
  const { words, href } = site;
  const say = words.search;
  return renderPage({
    site,
    path: '/search/',
    title: query === '' ? say.title : `${query} · ${say.title}`,
    section: 'search',
    children: (
      <>
        <header class="page-head">
          <h1>{say.title}</h1>
          {site.target === 'files' ? <p class="lead">{say.needsServer}</p> : <SearchForm site={site} query={query} />}
        </header>
        {query === '' ? null : (
          <section aria-label={say.title} role="status">
            <p class="lead">{total === 0 ? say.none(query) : say.found(total, query)}</p>
            {total === 0 ? <p>{say.tip}</p> : null}
          </section>
        )}
        {posts.length === 0 ? null : <PostCards site={site} posts={posts} level={2} />}
        {previous === undefined && next === undefined ? null : (
          <nav class="pager" aria-label={words.pages}>
            {previous === undefined ? <span></span> : <a href={href(previous)}>←</a>}
            {next === undefined ? <span></span> : <a href={href(next)}>→</a>}
          </nav>
        )}
      </>
    ),
  });
}
