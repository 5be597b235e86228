import { raw } from 'hono/html';
import type { EditionRecord } from '../../engine/engine.js';
import { documentHtml } from '../../feeds/document-html.js';
import { formatDate } from '../../message/format-date.js';
import { digestPath, editionPath } from '../addresses.js';
import { digestNames } from '../feed-places.js';
import type { Site } from '../site.js';
import { articleMarkup } from './article-markup.js';
import { FeedBox } from './feed-box.js';
import { renderPage } from './layout.js';

/** One edition of a digest. */
export function editionPage(site: Site, edition: EditionRecord): string {
  const { words, href, language } = site;
  const base = digestPath(edition.job);
  const title = digestNames(site).find(({ name }) => name === edition.job)?.title ?? edition.job;
  return renderPage({
    site,
    path: editionPath(edition.id),
    title: edition.title,
    section: 'digests',
    feeds: { base, title },
    aside: <FeedBox site={site} base={base} name={title} />,
    children: (
      <article class="post">
        <header class="page-head">
          <p class="label">
            <a href={href(base)}>{title}</a>
          </p>
          <h1>{edition.title}</h1>
          <p class="byline">
            <span>{words.digests.covers(formatDate(edition.from, language), formatDate(edition.to, language))}</span>
          </p>
        </header>
        <div class="prose">{raw(articleMarkup(documentHtml(edition.markdown)))}</div>
      </article>
    ),
  });
}
