import type { Child } from 'hono/jsx';
import type { FeedFormatName } from '../../feeds/feed-description.js';
import { feedFormats } from '../../feeds/formats.js';
import { feedPath } from '../addresses.js';
import { renderMarkup } from '../render-markup.js';
import type { Site } from '../site.js';

export interface PageOptions {
  site: Site;
  /** Path of the page, below the site's base. */
  path: string;
  /** Of the page; the site's title is added. Absent on the front page. */
  title?: string;
  description?: string;
  /** The nearest page with feeds of its own; its feeds are announced beside the site's. */
  feeds?: { base: string; title: string };
  /** Where the same content has its home, when that is not here. */
  canonical?: string;
  /** Which entry of the navigation is the current one. */
  section?: Section;
  /** `wide` for pages with columns of their own. Default: one column for reading. */
  shape?: 'wide';
  /** Beside the content where there is room, else below it. */
  aside?: Child;
  children: Child;
}

export type Section = 'posts' | 'tags' | 'digests' | 'subscribe' | 'chat' | 'search';

const SECTIONS: readonly { name: Section; path: string }[] = [
  { name: 'posts', path: '/posts/' },
  { name: 'tags', path: '/tags/' },
  { name: 'digests', path: '/digests/' },
  { name: 'chat', path: '/chat/' },
  { name: 'subscribe', path: '/subscribe/' },
];

/** A whole HTML page. */
export function renderPage(options: PageOptions): string {
  return `<!doctype html>\n${renderMarkup(<Layout {...options} />)}`;
}

function Layout(options: PageOptions) {
  const { site, path, title, description, feeds, canonical, section, shape, aside, children } = options;
  const { settings, words, href, assets } = site;
  return (
    <html lang={settings.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === undefined ? settings.title : `${title} · ${settings.title}`}</title>
        <meta name="description" content={description || settings.description || settings.title} />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Postrider" />
        <link rel="canonical" href={canonical ?? site.url(path)} />
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style} />
        <Alternates site={site} base="/" title={settings.title} />
        {feeds && feeds.base !== '/' ? <Alternates site={site} base={feeds.base} title={feeds.title} /> : null}
        <script src={assets.script} defer></script>
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header class="masthead">
          <div class="bar">
            <a class="brand" href={href('/')}>
              <img src={assets.icon} alt="" width="26" height="26" />
              <span>{settings.title}</span>
            </a>
            <nav class="sections" aria-label={settings.title}>
              {SECTIONS.map(({ name, path: to }) => (
                <a href={href(to)} aria-current={name === section ? 'page' : undefined}>
                  {words.nav[name]}
                </a>
              ))}
            </nav>
            <SearchForm site={site} small />
          </div>
        </header>
        <main id="content" tabindex={-1} class={aside ? 'with-aside' : shape}>
          {aside ? <div class="column">{children}</div> : children}
          {aside ? <aside>{aside}</aside> : null}
        </main>
        <footer class="colophon">
          <p>
            <a href={href('/subscribe/')}>{words.nav.subscribe}</a>
            <a href={href('/rss.xml')}>RSS</a>
            <a href={href('/opml.xml')}>OPML</a>
            <span>{words.footer}</span>
          </p>
        </footer>
      </body>
    </html>
  );
}

function Alternates({ site, base, title }: { site: Site; base: string; title: string }) {
  return (
    <>
      {(Object.keys(feedFormats) as FeedFormatName[]).map((name) => (
        <link
          rel="alternate"
          type={feedFormats[name].mediaType}
          title={`${title} (${feedFormats[name].title})`}
          href={site.url(feedPath(base, name))}
        />
      ))}
    </>
  );
}

export function SearchForm({ site, query = '', small = false }: { site: Site; query?: string; small?: boolean }) {
  const { title, placeholder, submit } = site.words.search;
  return (
    <search>
      <form class={small ? 'search small' : 'search'} action={site.href('/search/')} method="get">
        <input type="search" name="q" value={query} placeholder={small ? title : placeholder} aria-label={title} />
        <button type="submit">{submit}</button>
      </form>
    </search>
  );
}
