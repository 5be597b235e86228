import { raw } from 'hono/html';
import type { Post } from '../../content/post.js';
import { formatDate } from '../../message/format-date.js';
import type { PostCard, Site } from '../site.js';
import { articleMarkup } from './article-markup.js';
import { renderPage } from './layout.js';
import { langOf, Terms } from './post-list.js';

/** One post: the article itself when it lives here, else a copy that leads to the original. */
export function postPage(site: Site, post: Post, related: readonly PostCard[]): string {
  const { words, settings, library } = site;
  const card = site.card(post);
  const full = site.isHome || settings.feedContent === 'full';
  const updated =
    post.updated.slice(0, 10) === post.date.slice(0, 10) ? undefined : formatDate(post.updated, site.language);
  return renderPage({
    site,
    path: site.postPath(post),
    title: post.title,
    description: card.summary,
    canonical: post.url,
    section: 'posts',
    aside: <Aside site={site} card={card} related={related} />,
    children: (
      <article class="post" lang={langOf(card, site)}>
        <header class="page-head" lang={settings.language}>
          <p class="label">
            <Terms terms={card.categories} />
          </p>
          <h1 lang={card.lang}>{post.title}</h1>
          <p class="byline">
            <time datetime={post.date}>{card.day}</time>
            {card.authors.length === 0 ? null : <Terms terms={card.authors} />}
            <span>{words.minutes(post.readingMinutes)}</span>
            {updated === undefined ? null : <span>{words.updatedOn(updated)}</span>}
          </p>
          {site.isHome ? null : (
            <p class="original">
              <a href={post.url}>{words.readOriginal}</a> <span>{new URL(post.url).host}</span>
            </p>
          )}
        </header>
        {full ? (
          <div class="prose">{raw(articleMarkup(library.article(post).html))}</div>
        ) : (
          <div class="prose">
            <p>{card.summary}</p>
            <p>
              <a href={post.url}>{words.readHere}</a>
            </p>
          </div>
        )}
      </article>
    ),
  });
}

function Aside({ site, card, related }: { site: Site; card: PostCard; related: readonly PostCard[] }) {
  const { words } = site;
  if (card.tags.length === 0 && related.length === 0) return null;
  return (
    <>
      {card.tags.length === 0 ? null : (
        <section>
          <h2 class="label">{words.tags}</h2>
          <Terms terms={card.tags} chips />
        </section>
      )}
      {related.length === 0 ? null : (
        <section>
          <h2 class="label">{words.related}</h2>
          <ul class="titles">
            {related.map((other) => (
              <li lang={langOf(other, site)}>
                <a href={other.href}>{other.title}</a>
                <time datetime={other.date}>{other.day}</time>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
