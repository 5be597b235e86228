import { Hono } from 'hono';
import type { Subscription } from '../../engine/engine.js';
import { type AdminContext, adminPage, Form } from './admin-page.js';
import type { Contexts } from './contexts.js';
import type { AdminEnv } from './gate.js';
import { Moment } from './moment.js';

/** Subscriptions on one page. */
const PAGE = 100;

/** What places asked the bot for; can be taken away, and resumed where a place was gone for a while. */
export function subscriptions(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.get('/', async (c) => {
    const context = contexts(c);
    const { say, deps, to } = context;
    const query = (c.req.query('q') ?? '').trim().slice(0, 200);
    const page = Math.max(1, Math.floor(Number(c.req.query('page'))) || 1);
    const all = (await deps.engine.subscriptions.list()).filter(
      ({ destination, value }) => destination.includes(query) || value.toLowerCase().includes(query.toLowerCase()),
    );
    const link = (number: number) => to(`/subscriptions?${new URLSearchParams({ q: query, page: String(number) })}`);
    return adminPage(c, context, {
      title: say.nav.subscriptions,
      section: 'subscriptions',
      lead: say.subscriptions.lead,
      children: (
        <>
          <form class="filters" method="get" action={to('/subscriptions')}>
            <label class="grow">
              {say.subscriptions.filter}
              <input type="search" name="q" value={query} />
            </label>
            <button class="quiet-button" type="submit">
              {say.deliveries.filter}
            </button>
          </form>
          {all.length === 0 ? (
            <p class="empty">{say.none}</p>
          ) : (
            <Rows context={context} subscriptions={all.slice((page - 1) * PAGE, page * PAGE)} />
          )}
          <nav class="pager" aria-label={context.site.words.pages}>
            {page > 1 ? <a href={link(page - 1)}>←</a> : <span></span>}
            {all.length > page * PAGE ? <a href={link(page + 1)}>→</a> : null}
          </nav>
        </>
      ),
    });
  });

  app.post('/remove', async (c) => {
    const context = contexts(c);
    const { id } = await c.req.parseBody();
    const removed = await context.deps.engine.subscriptions.remove(String(id));
    return c.redirect(context.to(`/subscriptions?said=${removed ? 'removed' : 'too-late'}`), 303);
  });

  app.post('/resume', async (c) => {
    const context = contexts(c);
    const { destination } = await c.req.parseBody();
    await context.deps.engine.subscriptions.pause(String(destination), undefined);
    return c.redirect(context.to('/subscriptions?said=resumed'), 303);
  });
  return app;
}

function Rows({ context, subscriptions: shown }: { context: AdminContext; subscriptions: readonly Subscription[] }) {
  const { say, to, deps } = context;
  return (
    <div class="scroll">
      <table class="list">
        <thead>
          <tr>
            <th>{say.subscriptions.place}</th>
            <th>{say.subscriptions.wants}</th>
            <th>{say.subscriptions.since}</th>
            <th>
              <span class="visually-hidden">{say.subscriptions.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, destination, kind, value, when = 'instant', createdBy, createdAt, paused }) => (
            <tr>
              <td>
                <a href={to(`/deliveries?channel=${encodeURIComponent(destination)}`)}>{destination}</a>
                {paused === undefined ? null : (
                  <p class="quiet">
                    <span class="state held">{say.subscriptions.paused}</span> {deps.redact(paused)}
                  </p>
                )}
              </td>
              <td class="grow">
                {say.subscriptions.kinds[kind]} <b>{value}</b>
                <p class="quiet">{say.subscriptions.when[when]}</p>
              </td>
              <td class="quiet">
                <Moment context={context} at={createdAt} />
                <p>
                  {say.subscriptions.by} {createdBy}
                </p>
              </td>
              <td>
                <div class="tools">
                  {paused === undefined ? null : (
                    <Form context={context} action="/subscriptions/resume">
                      <input type="hidden" name="destination" value={destination} />
                      <button class="quiet-button" type="submit">
                        {say.subscriptions.resume}
                      </button>
                    </Form>
                  )}
                  <Form context={context} action="/subscriptions/remove">
                    <input type="hidden" name="id" value={id} />
                    <button class="quiet-button" type="submit">
                      {say.subscriptions.remove}
                    </button>
                  </Form>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
