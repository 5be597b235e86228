import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { renderMarkup } from '../render-markup.js';
import type { Site } from '../site.js';
import { adminAssets } from './admin-assets.js';
import type { AdminDeps } from './admin-deps.js';
import type { AdminEnv } from './gate.js';
import { type AdminWords, adminWords, SAYINGS, type Said, SECTIONS, type Section } from './words.js';

/** What every page of the console is made with. */
export interface AdminContext {
  deps: AdminDeps;
  site: Site;
  say: AdminWords;
  /** A link to a page of the console, e.g. `/deliveries`. */
  to(path: string): string;
  /** Goes into every form. */
  formToken: string;
}

export interface AdminPage {
  title: string;
  section?: Section;
  /** Below the title. */
  lead?: string;
  /** Beside the title. */
  tools?: Child;
  /** The page shows how things stand; its script looks again now and then. */
  live?: boolean;
  children: Child;
}

export function adminContext(c: Context<AdminEnv>, deps: AdminDeps, site: Site): AdminContext {
  return {
    deps,
    site,
    say: adminWords[site.language],
    to: (path) => site.href(`/admin${path}`),
    formToken: c.get('session')?.formToken ?? '',
  };
}

/** A page of the console, for somebody who was let in. */
export function adminPage(c: Context<AdminEnv>, context: AdminContext, page: AdminPage): Response | Promise<Response> {
  const said = SAYINGS.find((each) => each === c.req.query('said'));
  return c.html(document(context, page, said, true));
}

/** A page for somebody who was not: without navigation. */
export function outsidePage(context: AdminContext, page: AdminPage): string {
  return document(context, page, undefined, false);
}

function document(context: AdminContext, page: AdminPage, said: Said | undefined, inside: boolean): string {
  return `<!doctype html>\n${renderMarkup(<Layout context={context} page={page} said={said} inside={inside} />)}`;
}

interface LayoutProps {
  context: AdminContext;
  page: AdminPage;
  said: Said | undefined;
  inside: boolean;
}

function Layout({ context, page, said, inside }: LayoutProps) {
  const { site, say, to } = context;
  return (
    <html lang={site.language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${page.title} · ${say.title} · ${site.settings.title}`}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href={site.assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={site.assets.style} />
        <link rel="stylesheet" href={to(adminAssets.style.path)} />
        <script src={to(adminAssets.script.path)} defer></script>
      </head>
      <body class="console">
        <a class="skip" href="#content">
          {site.words.skip}
        </a>
        <header class="masthead">
          <div class="bar">
            <a class="brand" href={to('')}>
              <img src={site.assets.icon} alt="" width="26" height="26" />
              <span>{say.title}</span>
            </a>
            {inside ? <Navigation context={context} section={page.section} /> : null}
            <p class="bar-end">
              <a href={site.href('/')}>{say.toSite}</a>
              {inside && context.deps.adminToken !== '' ? (
                <Form context={context} action="/logout">
                  <button class="plain" type="submit">
                    {say.logOut}
                  </button>
                </Form>
              ) : null}
            </p>
          </div>
        </header>
        <main id="content" tabindex={-1} class="wide" data-live={page.live ? '' : undefined}>
          {said ? (
            <p class="notice" role="status">
              {say.said[said]}
            </p>
          ) : null}
          <header class="page-head">
            <div>
              <h1>{page.title}</h1>
              {page.lead === undefined ? null : <p class="lead">{page.lead}</p>}
            </div>
            {page.tools ? <div class="tools">{page.tools}</div> : null}
          </header>
          {page.children}
        </main>
      </body>
    </html>
  );
}

function Navigation({ context, section }: { context: AdminContext; section: Section | undefined }) {
  const { say, to, deps } = context;
  const shown = SECTIONS.filter((name) => name !== 'queues' || deps.engine.board !== undefined);
  return (
    <nav class="sections" aria-label={say.title}>
      {shown.map((name) => (
        <a href={to(name === 'overview' ? '' : `/${name}`)} aria-current={name === section ? 'page' : undefined}>
          {say.nav[name]}
        </a>
      ))}
    </nav>
  );
}

interface FormProps {
  context: AdminContext;
  /** Path below the console. */
  action: string;
  class?: string;
  id?: string;
  children: Child;
}

/** A form that changes something. */
export function Form({ context, action, class: name, id, children }: FormProps) {
  return (
    <form method="post" action={context.to(action)} class={name} id={id}>
      <input type="hidden" name="form" value={context.formToken} />
      {children}
    </form>
  );
}
