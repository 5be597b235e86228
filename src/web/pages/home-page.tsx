import type { Term } from '../../library/library.js';
import { digestPath, editionPath, termPath } from '../addresses.js';
import { formatMoment } from '../format-moment.js';
import type { PostCard, Site } from '../site.js';
import { renderPage } from './layout.js';
import { PostCards } from './post-list.js';

export interface HomePageData {
  posts: readonly PostCard[];
  tags: readonly Term[];
}

export function homePage(site: Site, { posts, tags }: HomePageData): string {
  const { settings, words, href, library } = site;
  return renderPage({
    site,
    path: '/',
    aside: (
      <>
        <section>
          <h2 class="label">{words.subscribe.title}</h2>
          <p>{words.subscribe.lead}</p>
          <p>
            <a href={href('/subscribe/')}>{words.subscribe.ways}</a>
          </p>
        </section>
        <DigestNote site={site} />
        {tags.length === 0 ? null : (
          <section>
            <h2 class="label">{words.popularTags}</h2>
            <p class="chips">
              {tags.map((tag) => (
                <a href={href(termPath('tag', tag.key))}>{tag.name}</a>
              ))}
            </p>
          </section>
        )}
      </>
    ),
    children: (
      <>
        <header class="page-head">
          <h1>{settings.title}</h1>
          {settings.description === '' ? null : <p class="lead">{settings.description}</p>}
        </header>
        <h2 class="visually-hidden">{words.latest}</h2>
        {posts.length === 0 ? <p class="empty">{words.nothingYet}</p> : <PostCards site={site} posts={posts} lead />}
        {library.posts.length > posts.length ? (
          <p class="more">
            <a href={href('/posts/')}>{words.allPosts(library.posts.length)}</a>
          </p>
        ) : null}
      </>
    ),
  });
}

function DigestNote({ site }: { site: Site }) {
  const { words, href, settings, language } = site;
  const [edition] = site.editions;
  if (edition === undefined && site.jobs.length === 0) return null;
  return (
    <section>
      <h2 class="label">{words.digests.title}</h2>
      {edition === undefined ? null : (
        <p>
          <a href={href(editionPath(edition.id))}>{edition.title}</a>
        </p>
      )}
      {site.jobs.map((job) => (
        <p class="quiet">
          <a href={href(digestPath(job.name))}>{job.title}</a>
          {job.next === undefined ? null : (
            <span>
              {words.digests.next}{' '}
              <time datetime={new Date(job.next).toISOString()}>
                {formatMoment(job.next, settings.timezone, language)}
              </time>
            </span>
          )}
        </p>
      ))}
    </section>
  );
}
