import { formatShortDay } from '../format-moment.js';
import type { CardTerm, PostCard, Site } from '../site.js';

interface PostCardsProps {
  site: Site;
  posts: readonly PostCard[];
  /** Of the titles. */
  level?: 2 | 3;
  /** Show the first one larger. */
  lead?: boolean;
}

/** Posts with summary and cover. */
export function PostCards({ site, posts, level = 3, lead = false }: PostCardsProps) {
  return (
    <ol class="cards">
      {posts.map((post, index) => (
        <li>
          <article class={lead && index === 0 ? 'card lead-card' : 'card'} lang={langOf(post, site)}>
            <div class="card-text">
              <Heading level={level}>
                <a href={post.href}>{post.title}</a>
              </Heading>
              {post.summary === '' ? null : <p class="summary">{post.summary}</p>}
              <Byline site={site} post={post} />
            </div>
            {post.cover === undefined ? null : (
              <div class="card-cover">
                <img src={post.cover} alt="" loading="lazy" decoding="async" width="320" height="180" />
              </div>
            )}
          </article>
        </li>
      ))}
    </ol>
  );
}

function Heading({ level, children }: { level: 2 | 3; children: unknown }) {
  return level === 2 ? <h2>{children}</h2> : <h3>{children}</h3>;
}

/** Titles only, under their years. */
export function PostRows({ site, posts }: { site: Site; posts: readonly PostCard[] }) {
  const years = [...new Set(posts.map((post) => post.date.slice(0, 4)))];
  return (
    <>
      {years.map((year) => (
        <section class="year" aria-labelledby={`year-${year}`}>
          <h2 id={`year-${year}`}>{year}</h2>
          <ol class="rows">
            {posts
              .filter((post) => post.date.startsWith(year))
              .map((post) => (
                <li lang={langOf(post, site)}>
                  <time datetime={post.date}>{formatShortDay(post.date)}</time>
                  <a href={post.href}>{post.title}</a>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}

export function Byline({ site, post }: { site: Site; post: PostCard }) {
  return (
    <p class="byline" lang={site.settings.language}>
      <time datetime={post.date}>{post.day}</time>
      {post.authors.length === 0 ? null : <Terms terms={post.authors} />}
      <span>{site.words.minutes(post.readingMinutes)}</span>
    </p>
  );
}

export function Terms({ terms, chips = false }: { terms: readonly CardTerm[]; chips?: boolean }) {
  return (
    <span class={chips ? 'chips' : 'terms'}>
      {terms.map(({ name, href }) => (
        <a href={href}>{name}</a>
      ))}
    </span>
  );
}

/** A `lang` attribute where a post's language is not the page's. */
export function langOf(post: PostCard, site: Site): string | undefined {
  return post.lang === site.settings.language ? undefined : post.lang;
}
