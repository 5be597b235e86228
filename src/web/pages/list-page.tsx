import { listPath } from '../addresses.js';
import type { PostCard, Site } from '../site.js';
import { FeedBox } from './feed-box.js';
import { renderPage, type Section } from './layout.js';
import { PostRows } from './post-list.js';

export interface ListPageData {
  /** Path of the list's first page. */
  base: string;
  title: string;
  /** What kind of list it is, above the title. */
  label?: { text: string; href: string };
  /** Of the whole list; only on its newest page, or a new post would change every page. */
  count?: number;
  /** On this page, newest first. */
  posts: readonly PostCard[];
  /** Number of this page: `pages` is the newest one (the base), 1 the oldest. */
  page: number;
  pages: number;
  section: Section;
  feeds: { base: string; title: string };
}

export function listPage(site: Site, data: ListPageData): string {
  const { words } = site;
  const path = pathOf(data, data.page);
  return renderPage({
    site,
    path,
    title: data.page === data.pages ? data.title : `${data.title} (${data.page})`,
    feeds: data.feeds,
    section: data.section,
    aside: <FeedBox site={site} base={data.feeds.base} name={data.feeds.base === '/' ? undefined : data.title} />,
    children: (
      <>
        <header class="page-head">
          {data.label ? (
            <p class="label">
              <a href={data.label.href}>{data.label.text}</a>
            </p>
          ) : null}
          <h1>{data.title}</h1>
          {data.count === undefined ? null : <p class="lead">{words.postCount(data.count)}</p>}
        </header>
        {data.posts.length === 0 ? (
          <p class="empty">{words.nothingYet}</p>
        ) : (
          <PostRows site={site} posts={data.posts} />
        )}
        <Pager site={site} data={data} />
      </>
    ),
  });
}

function Pager({ site, data }: { site: Site; data: ListPageData }) {
  const { words, href } = site;
  const { page, pages } = data;
  if (pages < 2) return null;
  return (
    <nav class="pager" aria-label={words.pages}>
      {page < pages ? (
        <a rel="prev" href={href(pathOf(data, page + 1))}>
          {words.newer}
        </a>
      ) : (
        <span></span>
      )}
      <span>{words.pageOf(pages - page + 1, pages)}</span>
      {page > 1 ? (
        <a rel="next" href={href(pathOf(data, page - 1))}>
          {words.older}
        </a>
      ) : (
        <span></span>
      )}
    </nav>
  );
}

/** Old pages are numbered from the oldest post on, so that a new post does not push everything a place further. */
function pathOf({ base, pages }: ListPageData, page: number): string {
  return page === pages ? base : listPath(base, page);
}
