import { Hono } from 'hono';
import { DELIVERY_STATES, type DeliveryEvent, type DeliveryState } from '../../announce/delivery.js';
import { type AdminContext, adminPage, Form } from './admin-page.js';
import type { Contexts } from './contexts.js';
import { DeliveryRows, isOpen } from './delivery-rows.js';
import { type DeliveryFilter, filterQuery, findDeliveries, readFilter } from './find-deliveries.js';
import type { AdminEnv } from './gate.js';

/** Deliveries changed by one press of “all”; the next press takes the next ones. */
const MOST_AT_ONCE = 10_000;
const SELECTED = 'selected';

/** The list of deliveries, and what can be done to many of them. */
export function deliveries(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.get('/', async (c) => {
    const context = contexts(c);
    const { say, deps } = context;
    const filter = readFilter((name) => c.req.queries(name) ?? []);
    const { deliveries: found, next, looking } = await findDeliveries(filter, deps.engine.ledger);
    const counts = await deps.engine.ledger.countByState();
    const selectable = found.some(({ state }) => isOpen(state));
    return adminPage(c, context, {
      title: say.nav.deliveries,
      section: 'deliveries',
      lead: say.deliveries.lead,
      live: filter.before === undefined && filter.text === '',
      children: (
        <>
          <Filters context={context} filter={filter} counts={counts} />
          <RetryAll context={context} filter={filter} counts={counts} />
          {found.length === 0 ? (
            <p class="empty">{say.deliveries.nothing}</p>
          ) : (
            <DeliveryRows context={context} deliveries={found} form={selectable ? SELECTED : undefined} />
          )}
          {selectable ? <Selected context={context} filter={filter} /> : null}
          <nav class="pager" aria-label={context.site.words.pages}>
            {filter.before === undefined ? (
              <span></span>
            ) : (
              <a href={context.to(`/deliveries${filterQuery({ ...filter, before: undefined })}`)}>
                {say.deliveries.newest}
              </a>
            )}
            {next === undefined ? null : (
              <a href={context.to(`/deliveries${filterQuery({ ...filter, before: next })}`)}>
                {looking ? say.deliveries.searchOn : say.deliveries.older}
              </a>
            )}
          </nav>
        </>
      ),
    });
  });

  app.post('/retry-all', async (c) => {
    const context = contexts(c);
    const form = await c.req.parseBody({ all: true });
    const filter = readFilter((name) => [form[name] ?? []].flat().filter((value) => typeof value === 'string'));
    const { ledger } = context.deps.engine;
    const asked = filter.states.filter(isRetryable);
    const waiting = await ledger.deliveries({
      states: asked.length > 0 ? asked : ['failed', 'held'],
      ...(filter.channel !== '' && { channel: filter.channel }),
      limit: MOST_AT_ONCE,
    });
    // Oldest first, as they were announced.
    for (const { id, heldFor } of waiting.toReversed()) {
      const wanted = form['held-for'] === undefined || form['held-for'] === heldFor;
      if (wanted) await ledger.transition(id, { type: 'retry' });
    }
    return c.redirect(context.to(`/deliveries${saying(filterQuery(filter), 'retried')}`), 303);
  });

  app.post('/selected', async (c) => {
    const context = contexts(c);
    const form = await c.req.parseBody({ all: true });
    const ids = [form.id ?? []].flat().filter((id) => typeof id === 'string');
    const event: DeliveryEvent =
      form.do === 'retry'
        ? { type: 'retry' }
        : { type: 'skip', fault: { message: context.say.deliveries.skippedByHand } };
    let changed = 0;
    for (const id of ids.toReversed()) if (await context.deps.engine.ledger.transition(id, event)) changed += 1;
    const said = changed === 0 ? 'too-late' : form.do === 'retry' ? 'retried' : 'skipped';
    return c.redirect(context.to(`/deliveries${saying(typeof form.back === 'string' ? form.back : '', said)}`), 303);
  });
  return app;
}

function isRetryable(state: DeliveryState): boolean {
  return state === 'failed' || state === 'held';
}

/** @param query of the page to go back to */
function saying(query: string, said: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set('said', said);
  return `?${parameters}`;
}

interface FilterProps {
  context: AdminContext;
  filter: DeliveryFilter;
}

function Filters({ context, filter, counts }: FilterProps & { counts: Record<DeliveryState, number> }) {
  const { say, to, deps } = context;
  const names = [...new Set([...deps.channels.map(({ name }) => name), filter.channel])].filter(Boolean);
  const tab = (states: DeliveryState[], label: string, count: number) => (
    <a
      href={to(`/deliveries${filterQuery({ ...filter, states, before: undefined })}`)}
      aria-current={states.join() === filter.states.join() ? 'true' : undefined}
    >
      {label} <span class="count">{count}</span>
    </a>
  );
  return (
    <>
      <p class="tabs">
        {tab(
          [],
          say.deliveries.any,
          Object.values(counts).reduce((sum, count) => sum + count, 0),
        )}
        {DELIVERY_STATES.map((state) => tab([state], say.states[state], counts[state]))}
      </p>
      <form class="filters" method="get" action={to('/deliveries')}>
        {filter.states.map((state) => (
          <input type="hidden" name="state" value={state} />
        ))}
        <label>
          {say.deliveries.channel}
          <select name="channel" data-submit>
            <option value="">{say.deliveries.any}</option>
            {names.map((name) => (
              <option value={name} selected={name === filter.channel}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          {say.deliveries.text}
          <input type="search" name="q" value={filter.text} />
        </label>
        <button class="quiet-button" type="submit">
          {say.deliveries.filter}
        </button>
      </form>
    </>
  );
}

/** Only where the list shows what it would take. */
function RetryAll({ context, filter, counts }: FilterProps & { counts: Record<DeliveryState, number> }) {
  if (filter.states.length === 0 || !filter.states.every(isRetryable) || filter.text !== '') return null;
  const count = filter.states.reduce((sum, state) => sum + counts[state], 0);
  if (count === 0 || filter.channel !== '') return null;
  return (
    <Form context={context} action="/deliveries/retry-all" class="tools">
      {filter.states.map((state) => (
        <input type="hidden" name="state" value={state} />
      ))}
      <button class="quiet-button" type="submit">
        {context.say.deliveries.retryAll(count)}
      </button>
    </Form>
  );
}

function Selected({ context, filter }: FilterProps) {
  const { say } = context;
  return (
    <Form context={context} action="/deliveries/selected" class="tools" id={SELECTED}>
      <input type="hidden" name="back" value={filterQuery(filter)} />
      <button class="quiet-button" type="submit" name="do" value="retry">
        {say.deliveries.retrySelected}
      </button>
      <button class="quiet-button" type="submit" name="do" value="skip">
        {say.deliveries.skipSelected}
      </button>
    </Form>
  );
}
