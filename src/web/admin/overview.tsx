import { Hono } from 'hono';
import { DELIVERY_STATES } from '../../announce/delivery.js';
import { formatMoment } from '../format-moment.js';
import { type AdminContext, adminPage } from './admin-page.js';
import type { Contexts } from './contexts.js';
import { DeliveryRows } from './delivery-rows.js';
import { draftPath } from './drafts.js';
import type { AdminEnv } from './gate.js';
import { Moment } from './moment.js';
import { type Span, timelineEdges } from './timeline.js';
import { TimelineChart } from './timeline-chart.js';

/** Deliveries that need a person, shown at once. */
const SHOWN = 6;

/** The first page: how things stand, and what needs a person. */
export function overview(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  app.get('/', async (c) => {
    const context = contexts(c);
    const { say } = context;
    const span: Span = c.req.query('span') === 'day' ? 'day' : 'fortnight';
    const view = await look(context, span);
    return adminPage(c, context, {
      title: say.nav.overview,
      section: 'overview',
      live: true,
      children: (
        <>
          <Figures context={context} view={view} />
          <div class="columns">
            <div>
              <NeedYou context={context} view={view} />
              <section>
                <h2>{say.overview.timeline}</h2>
                <p class="tabs">
                  {(['fortnight', 'day'] as const).map((each) => (
                    <a href={context.to(`?span=${each}`)} aria-current={each === span ? 'true' : undefined}>
                      {say.overview[each]}
                    </a>
                  ))}
                </p>
                <TimelineChart context={context} span={span} edges={view.edges} counts={view.counts} />
              </section>
            </div>
            <Aside context={context} view={view} />
          </div>
        </>
      ),
    });
  });
  return app;
}

async function look({ deps, site }: AdminContext, span: Span) {
  const { ledger, queue, subscriptions } = deps.engine;
  const edges = timelineEdges(span, deps.now(), site.settings.timezone);
  const [states, depth, lastScan, troubled, counts, subscribed, drafts] = await Promise.all([
    ledger.countByState(),
    queue.depth(),
    ledger.lastScan(),
    ledger.deliveries({ states: ['failed', 'held'], limit: SHOWN }),
    ledger.countByTime(edges),
    subscriptions.list(),
    deps.drafts.waiting(),
  ]);
  return { states, depth, lastScan, troubled, edges, counts, subscribed, drafts, problems: deps.problems() };
}
type View = Awaited<ReturnType<typeof look>>;

function Figures({ context, view }: { context: AdminContext; view: View }) {
  const { say, to, site } = context;
  return (
    <ul class="figures">
      <li>
        <a href={to('/posts')}>
          <b>{site.library.posts.length}</b> {say.overview.posts}
        </a>
      </li>
      {DELIVERY_STATES.map((state) => (
        <li>
          <a href={to(`/deliveries?state=${state}`)} class={view.states[state] > 0 ? state : undefined}>
            <b>{view.states[state]}</b> {say.states[state]}
          </a>
        </li>
      ))}
    </ul>
  );
}

function NeedYou({ context, view }: { context: AdminContext; view: View }) {
  const { say, to } = context;
  const count = view.states.failed + view.states.held;
  const drafts = view.drafts.map((draft) => (
    <p>
      {say.digests.drafts}: <a href={to(draftPath(draft))}>{draft.edition.title}</a>
    </p>
  ));
  if (count === 0)
    return drafts.length > 0 ? <div class="fault">{drafts}</div> : <p class="well">{say.overview.allWell}</p>;
  return (
    <section>
      {drafts.length > 0 ? <div class="fault">{drafts}</div> : null}
      <h2>
        <a href={to('/deliveries?state=failed&state=held')}>{say.overview.needYou(count)}</a>
      </h2>
      <DeliveryRows context={context} deliveries={view.troubled} />
    </section>
  );
}

function Aside({ context, view }: { context: AdminContext; view: View }) {
  const { say, to, site, deps } = context;
  const paused = view.subscribed.filter((subscription) => subscription.paused !== undefined).length;
  const severities = (['error', 'warning'] as const).map((severity) => ({
    severity,
    count: view.problems.filter((problem) => problem.severity === severity).length,
  }));
  return (
    <dl class="facts">
      <dt>{say.overview.lastScan}</dt>
      <dd>{view.lastScan === undefined ? say.never : <Moment context={context} at={view.lastScan} ago />}</dd>
      <dt>{say.nav.problems}</dt>
      <dd>
        <a href={to('/problems')}>
          {severities
            .map(({ severity, count }) =>
              severity === 'error' ? say.overview.errors(count) : say.overview.warnings(count),
            )
            .join(site.language === 'zh' ? '，' : ', ')}
        </a>
      </dd>
      <dt>{say.nav.queues}</dt>
      <dd>
        <a href={to('/channels')}>
          {view.depth} {say.overview.waiting}
        </a>
      </dd>
      <dt>{say.overview.nextDigests}</dt>
      {site.jobs.length === 0 ? <dd>{say.none}</dd> : null}
      {site.jobs.map(({ name, title, next }) => (
        <dd>
          <a href={to(`/digests/${encodeURIComponent(name)}`)}>{title}</a>
          <span class="quiet">
            {next === undefined ? say.never : formatMoment(next, site.settings.timezone, site.language)}
          </span>
        </dd>
      ))}
      <dt>{say.overview.subscriptions}</dt>
      <dd>
        <a href={to('/subscriptions')}>
          {view.subscribed.length}
          {paused > 0 ? ` (${say.overview.paused(paused)})` : ''}
        </a>
      </dd>
      <dt>{say.overview.engine}</dt>
      <dd>{deps.engine.type}</dd>
    </dl>
  );
}
