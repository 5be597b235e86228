import { Hono } from 'hono';
import type { Post } from '../../content/post.js';
import { formatDate } from '../../message/format-date.js';
import { adminPage } from './admin-page.js';
import type { Contexts } from './contexts.js';
import { DeliveryRows } from './delivery-rows.js';
import { DrawingView } from './drawing-view.js';
import { frameResponse } from './frame.js';
import type { AdminEnv } from './gate.js';
import { Payload } from './payload.js';

/** Posts on one page. */
const PAGE = 50;
/** Deliveries of a post that are shown. */
const DELIVERIES = 50;

/** Every post, and what each medium makes of it. */
export function posts(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.get('/', async (c) => {
    const context = contexts(c);
    const { say, to, site } = context;
    const query = (c.req.query('q') ?? '').trim().slice(0, 200);
    const page = Math.max(1, Math.floor(Number(c.req.query('page'))) || 1);
    const offset = (page - 1) * PAGE;
    const { library } = site;
    const { total, posts: shown }: { total: number; posts: readonly Post[] } =
      query === ''
        ? { total: library.posts.length, posts: library.posts.slice(offset, offset + PAGE) }
        : await library.search(query, { limit: PAGE, offset });
    const link = (number: number) => to(`/posts?${new URLSearchParams({ q: query, page: String(number) })}`);
    return adminPage(c, context, {
      title: say.nav.posts,
      section: 'posts',
      lead: say.posts.lead,
      children: (
        <>
          <form class="filters" method="get" action={to('/posts')}>
            <label class="grow">
              {say.posts.search}
              <input type="search" name="q" value={query} />
            </label>
            <button class="quiet-button" type="submit">
              {say.posts.submit}
            </button>
          </form>
          {shown.length === 0 ? <p class="empty">{site.words.nothingYet}</p> : null}
          <ul class="rows">
            {shown.map((post) => (
              <li>
                <time datetime={post.date}>{formatDate(post.date, site.language)}</time>
                <a href={to(`/posts/${post.id}`)} lang={post.lang}>
                  {post.title}
                </a>
              </li>
            ))}
          </ul>
          <nav class="pager" aria-label={site.words.pages}>
            {page > 1 ? <a href={link(page - 1)}>←</a> : <span></span>}
            {total > offset + PAGE ? <a href={link(page + 1)}>→</a> : null}
          </nav>
        </>
      ),
    });
  });

  app.get('/:id', async (c, next) => {
    const context = contexts(c);
    const { say, site, deps } = context;
    const post = site.library.byId(c.req.param('id'));
    if (!post) return next();
    const deliveries = await deps.engine.ledger.deliveries({ subject: post.id, limit: DELIVERIES });
    const drawings = await deps.drawPost(post);
    return adminPage(c, context, {
      title: post.title,
      section: 'posts',
      lead: say.posts.previewsHow,
      tools: (
        <a class="quiet-button" href={post.url}>
          {say.posts.article}
        </a>
      ),
      children: (
        <>
          {deliveries.length === 0 ? null : (
            <section>
              <h2>{say.nav.deliveries}</h2>
              <DeliveryRows context={context} deliveries={deliveries} />
            </section>
          )}
          <div class="media">
            {drawings.map((drawing) => (
              <section id={drawing.medium}>
                <h2>
                  {drawing.medium}
                  <span class="quiet">
                    {drawing.channel === undefined ? say.posts.notConfigured : say.posts.asConfigured(drawing.channel)}
                  </span>
                </h2>
                <DrawingView context={context} drawing={drawing} frame={`/posts/${post.id}/frame/${drawing.medium}`} />
                <Payload context={context} title={say.posts.raw} value={drawing.payload} />
              </section>
            ))}
          </div>
        </>
      ),
    });
  });

  app.get('/:id/frame/:medium', async (c, next) => {
    const { site, deps } = contexts(c);
    const post = site.library.byId(c.req.param('id'));
    const drawing = post && (await deps.drawPost(post)).find(({ medium }) => medium === c.req.param('medium'));
    return frameResponse(c, drawing, deps.redact) ?? next();
  });
  return app;
}
