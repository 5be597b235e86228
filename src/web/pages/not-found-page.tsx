import type { Site } from '../site.js';
import { renderPage, SearchForm } from './layout.js';

export function notFoundPage(site: Site): string {
  const { words, href } = site;
  const { title, lead, latest } = words.notFound;
  return renderPage({
    site,
    path: '/404.html',
    title,
    children: (
      <header class="page-head">
        <p class="label">404</p>
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        {site.target === 'files' ? null : <SearchForm site={site} />}
        <p>
          <a href={href('/')}>{latest}</a>
        </p>
      </header>
    ),
  });
}
