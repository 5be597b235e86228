import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { replyJson } from '../bot/reply-json.js';
import { feedFormats } from '../feeds/formats.js';
import type { Message } from '../message/message.js';
import { canonicalPath } from './addresses.js';
import type { DocumentStore } from './document-store.js';
import { findPicture } from './find-picture.js';
import { chatExchange, chatPage } from './pages/chat-page.js';
import { searchPage } from './pages/search-page.js';
import { postsPage, QueryError } from './posts-api.js';
import { type ProbeDeps, probes } from './probes.js';
import { rememberSite } from './remember-site.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { serveDocument } from './serve-document.js';
import { servePicture } from './serve-picture.js';
import { createSite, type SiteInput } from './site.js';
import { termRedirect } from './term-redirect.js';

/** What the server needs of the rest of the program; everything that changes is asked for anew. */
export interface WebDeps extends ProbeDeps {
  /** The present state, as given to `siteDocuments`. */
  site(): SiteInput;
  /** Kept up to date by the app: `documents.update(siteDocuments(site()))` whenever something changed. */
  documents: DocumentStore;
  /** The bot's answer to what somebody typed on a page or sent to `/api/ask`. `user` is `web/ADDRESS`, for rate limits. */
  ask(text: string, user: string): Promise<Message>;
  /** The content folder, where our own pages are the articles: their pictures lie there. */
  pictures?: string;
  log: Logger;
  /** Sub-apps of others; their routes are relative to where they are mounted. */
  mounts?: { path: '/slack/events' | '/dingtalk/events' | '/hooks/git' | '/admin'; app: Hono }[];
}

/** Results on one page of the search. */
const SEARCH_PAGE = 20;
/** Longest question or query; more is cut. */
const LONGEST_QUESTION = 500;

/** The one HTTP server's routes (contract section 4). */
export function createWeb(deps: WebDeps): Hono {
  const app = new Hono();
  const prefix = new URL(deps.site().settings.baseUrl).pathname.replace(/\/$/, '');
  measure(app, deps);
  app.route('/', probes(deps));
  for (const { path, app: sub } of deps.mounts ?? []) app.route(path, sub);
  api(app, deps);
  livePages(app, deps);
  app.on(['GET', 'HEAD'], '*', (c) => documentOrRedirect(c, deps, prefix));
  app.all('*', (c) => {
    c.header('Allow', 'GET, HEAD');
    return c.text('Only GET and HEAD work here.\n', 405);
  });
  app.notFound((c) => notFound(c, deps));
  app.onError((error, c) => {
    // A body that is too long, and the like: the answer is ready.
    if (error instanceof HTTPException) return error.getResponse();
    deps.log.error({ err: error, method: c.req.method, path: c.req.path }, 'a request failed');
    return c.json(
      { error: { message: 'something went wrong on our side', hint: 'try again; the log has the details' } },
      500,
    );
  });
  return app;
}

function measure(app: Hono, { metrics }: WebDeps): void {
  app.use('*', async (c, next) => {
    const start = performance.now();
    await next();
    const { method, path } = c.req;
    const observe = metrics.requestsOf({ method, route: routeName(path), status: c.res.status });
    observe((performance.now() - start) / 1000);
  });
}

const ROUTES = ['api', 'slack', 'dingtalk', 'hooks', 'admin', 'healthz', 'readyz', 'metrics', 'assets'];
const FEED_FILES = new Set(['opml.xml', ...Object.values(feedFormats).map(({ file }) => file)]);

/** The few names that requests are counted under. */
function routeName(path: string): string {
  const parts = path.split('/');
  if (ROUTES.includes(parts[1] ?? '')) return parts[1] as string;
  return FEED_FILES.has(parts.at(-1) ?? '') ? 'feeds' : 'pages';
}

function api(app: Hono, { site, ask }: WebDeps): void {
  app.use('/api/*', async (c, next) => {
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cache-Control', 'no-cache');
    await next();
  });
  app.get('/api/posts', async (c) => {
    try {
      return c.json(await postsPage(site().library, c.req.query()));
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return c.json({ error: { message: error.message, hint: error.hint } }, 400);
    }
  });
  app.on(['GET', 'POST'], '/api/ask', async (c) => {
    const question = readQuestion(c);
    if (question === '') {
      return c.json({ error: { message: 'q is missing', hint: 'ask with ?q=, for example ?q=latest%203' } }, 400);
    }
    return c.json(replyJson(await ask(question, userOf(c))));
  });
  app.all('/api/*', (c) =>
    c.json({ error: { message: `no such address: ${c.req.path}`, hint: 'there are /api/posts and /api/ask' } }, 404),
  );
}

/** Search results and bot answers: the two pages that depend on what a person typed. */
function livePages(app: Hono, { site, ask }: WebDeps): void {
  const view = rememberSite(site);
  app.get('/search/', async (c, next) => {
    const query = readQuestion(c);
    if (query === '') return next();
    const page = Math.max(1, Math.floor(Number(c.req.query('page'))) || 1);
    const offset = (page - 1) * SEARCH_PAGE;
    const shown = view();
    const { total, posts } = await shown.library.search(query, { limit: SEARCH_PAGE, offset });
    const to = (number: number) => `/search/?q=${encodeURIComponent(query)}${number === 1 ? '' : `&page=${number}`}`;
    const html = searchPage(shown, {
      query,
      total,
      posts: posts.map(shown.card),
      previous: page > 1 ? to(page - 1) : undefined,
      next: offset + posts.length < total ? to(page + 1) : undefined,
    });
    return c.html(html, 200, { ...SECURITY_HEADERS, 'Cache-Control': 'no-cache' });
  });
  app.get('/chat/', async (c, next) => {
    const question = readQuestion(c);
    if (question === '') return next();
    const html = chatPage(view(), { question, answer: await ask(question, userOf(c)) });
    return c.html(html, 200, { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' });
  });
  app.get('/chat/answer', async (c) => {
    const question = readQuestion(c);
    if (question === '') return c.text('', 400);
    const html = chatExchange(view(), { question, answer: await ask(question, userOf(c)) });
    return c.html(html, 200, { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' });
  });
}

/** Who asks, as far as the connection tells. */
function userOf(c: Context): string {
  return `web/${getConnInfo(c).remote.address ?? 'unknown'}`;
}

function readQuestion(c: Context): string {
  return (c.req.query('q') ?? '').trim().slice(0, LONGEST_QUESTION);
}

/** @param prefix path of `feeds.url`, without its last slash */
async function documentOrRedirect(c: Context, deps: WebDeps, prefix: string): Promise<Response> {
  const { documents } = deps;
  const url = new URL(c.req.url);
  // Behind a proxy we may see our addresses with or without the path of `feeds.url`.
  const own = prefix !== '' && url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const path = canonicalPath(own);
  if (path === undefined || path === '/404.html') return notFound(c, deps);
  const found = await documents.get(path);
  if (found) return serveDocument(c, found, documents);
  const site = deps.site();
  if (deps.pictures !== undefined) {
    const picture = await findPicture(prefix + own, site.library, deps.pictures);
    if (picture) return servePicture(c, picture);
  }
  const post = site.library.byUrl(own);
  const target = [path, termRedirect(site.library, own), post && createSite(site).postPath(post)]
    .flatMap((candidate) => (candidate === undefined ? [] : [candidate, `${candidate}/`]))
    .find((candidate) => documents.has(candidate));
  return target === undefined ? notFound(c, deps) : c.redirect(prefix + target + url.search, 301);
}

async function notFound(c: Context, { documents }: WebDeps): Promise<Response> {
  const page = await documents.get('/404.html');
  return page ? serveDocument(c, page, documents, 404) : c.text('There is no page here.\n', 404);
}
