import type { EditionRecord } from '../../engine/engine.js';
import { digestPath, editionPath } from '../addresses.js';
import { type DigestName, digestNames, editionsOf } from '../feed-places.js';
import { formatMoment } from '../format-moment.js';
import type { Site } from '../site.js';
import { FeedBox } from './feed-box.js';
import { renderPage } from './layout.js';

/** How many editions of a job the overview shows. */
const SHOWN = 5;

/** Every digest: when the next edition comes, and the latest ones. */
export function digestsPage(site: Site): string {
  const { words, href } = site;
  return renderPage({
    site,
    path: '/digests/',
    title: words.digests.title,
    description: words.digests.lead,
    section: 'digests',
    children: (
      <>
        <header class="page-head">
          <h1>{words.digests.title}</h1>
          <p class="lead">{words.digests.lead}</p>
        </header>
        {digestNames(site).map((job) => (
          <section class="digest">
            <h2>
              <a href={href(digestPath(job.name))}>{job.title}</a>
            </h2>
            <NextRun site={site} job={job} />
            <EditionRows site={site} editions={editionsOf(site, job.name).slice(0, SHOWN)} />
          </section>
        ))}
        {digestNames(site).length === 0 ? <p class="empty">{words.noDigestYet}</p> : null}
      </>
    ),
  });
}

/** One digest with all its editions. */
export function digestPage(site: Site, job: DigestName): string {
  const { words, href } = site;
  const base = digestPath(job.name);
  const editions = editionsOf(site, job.name);
  return renderPage({
    site,
    path: base,
    title: job.title,
    section: 'digests',
    feeds: { base, title: job.title },
    aside: <FeedBox site={site} base={base} name={job.title} />,
    children: (
      <>
        <header class="page-head">
          <p class="label">
            <a href={href('/digests/')}>{words.digests.title}</a>
          </p>
          <h1>{job.title}</h1>
          <p class="lead">{words.digests.editionCount(editions.length)}</p>
          <NextRun site={site} job={job} />
        </header>
        <EditionRows site={site} editions={editions} />
      </>
    ),
  });
}

function NextRun({ site, job }: { site: Site; job: DigestName }) {
  const { words, settings, language } = site;
  const next = site.jobs.find(({ name }) => name === job.name)?.next;
  return (
    <p class="quiet next-run">
      {next === undefined ? (
        words.digests.notScheduled
      ) : (
        <>
          {words.digests.next}{' '}
          <time datetime={new Date(next).toISOString()}>{formatMoment(next, settings.timezone, language)}</time>
        </>
      )}
    </p>
  );
}

function EditionRows({ site, editions }: { site: Site; editions: readonly EditionRecord[] }) {
  if (editions.length === 0) return <p class="empty">{site.words.noDigestYet}</p>;
  return (
    <ol class="rows">
      {editions.map((edition) => (
        <li>
          <time datetime={edition.to}>{edition.to.slice(0, 10)}</time>
          <a href={site.href(editionPath(edition.id))}>{edition.title}</a>
        </li>
      ))}
    </ol>
  );
}
