import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { rememberSite } from '../remember-site.js';
import { adminAssets } from './admin-assets.js';
import type { AdminDeps } from './admin-deps.js';
import { ADMIN_HEADERS } from './admin-headers.js';
import { type AdminContext, adminContext, adminPage } from './admin-page.js';
import { channels } from './channels.js';
import type { Contexts } from './contexts.js';
import { deliveries } from './deliveries.js';
import { delivery } from './delivery.js';
import { digests } from './digests.js';
import { drafts } from './drafts.js';
import {
  type AdminEnv,
  closeSession,
  type GateOptions,
  gate,
  isFromHere,
  openSession,
  ownForms,
  tryToken,
} from './gate.js';
import { createLoginLimit } from './login-limit.js';
import { refusalPage } from './login-page.js';
import { overview } from './overview.js';
import { posts } from './posts.js';
import { problems } from './problems.js';
import { queues } from './queues.js';
import { createSessions } from './session.js';
import { subscriptions } from './subscriptions.js';

/** A page of deliveries with all of them selected is two kilobytes. */
const LONGEST_FORM = 64 * 1024;

/** The console, to be mounted at /admin. */
export function createAdmin(deps: AdminDeps): Hono {
  const site = rememberSite(deps.site);
  const contexts: Contexts = (c) => adminContext(c, deps, site());
  const options: GateOptions = {
    adminToken: deps.adminToken,
    serverHost: deps.serverHost,
    baseUrl: site().settings.baseUrl,
    sessions: createSessions(deps.adminToken),
    limit: createLoginLimit(deps.now),
    now: deps.now,
    log: deps.log,
    refuse: (c, why) => refusalPage(c, contexts(c), why),
  };
  const app = new Hono<AdminEnv>();
  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(ADMIN_HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
  });
  assets(app);
  app.use('*', bodyLimit({ maxSize: LONGEST_FORM }));
  login(app, options, contexts);
  app.use('*', gate(options), ownForms(options));
  app.post('/logout', (c) => {
    closeSession(c);
    return c.redirect(contexts(c).to(''), 303);
  });
  app.route('/', overview(contexts));
  app.route('/deliveries', deliveries(contexts));
  app.route('/deliveries', delivery(contexts));
  app.route('/posts', posts(contexts));
  app.route('/digests', digests(contexts));
  app.route('/drafts', drafts(contexts));
  app.route('/subscriptions', subscriptions(contexts));
  app.route('/problems', problems(contexts));
  app.route('/channels', channels(contexts));
  app.route('/queues', queues(contexts));
  app.all('*', (c) => nowhere(c, contexts(c)));
  // Its variables are nobody else's.
  return new Hono().route('/', app);
}

function nowhere(c: Context<AdminEnv>, context: AdminContext): Response | Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  if (c.req.method === 'GET' && pathname.endsWith('/')) {
    const path = pathname.replace(/^.*?\/admin/, '').replace(/\/+$/, '');
    return c.redirect(context.to(`${path}${search}`), 301);
  }
  c.status(404);
  return adminPage(c, context, { title: context.site.words.notFound.title, children: null });
}

/** They hold no secret, and the login needs them. */
function assets(app: Hono<AdminEnv>): void {
  for (const { path, contentType, text } of Object.values(adminAssets)) {
    app.get(path, (c) =>
      c.body(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    );
  }
}

function login(app: Hono<AdminEnv>, options: GateOptions, contexts: Contexts): void {
  app.post('/login', async (c) => {
    // No form token: there is no session yet, and whoever has the admin token needs no trick to use it.
    if (options.adminToken === '') return options.refuse(c, { type: 'off' });
    if (!isFromHere(c, options)) return options.refuse(c, { type: 'foreign-form' });
    const { token, next } = await c.req.parseBody();
    const refusal = tryToken(c, typeof token === 'string' ? token.trim() : '', options);
    if (refusal) return options.refuse(c, refusal);
    openSession(c, options.sessions, options.now());
    return c.redirect(contexts(c).to(safeNext(next)), 303);
  });
}

/** Only ever to a page of the console. */
function safeNext(next: unknown): string {
  return typeof next === 'string' && /^(?:\/[\w%.-]+)*(?:\?[\w%=&.+-]*)?$/.test(next) && !next.includes('..')
    ? next
    : '';
}
