import { Hono } from 'hono';
import type { Delivery } from '../../announce/delivery.js';
import { nextDelivery } from '../../announce/next-delivery.js';
import { type AdminContext, adminPage, Form } from './admin-page.js';
import type { Contexts } from './contexts.js';
import { DeliveryRows, State } from './delivery-rows.js';
import { DrawingView } from './drawing-view.js';
import { frameResponse } from './frame.js';
import type { AdminEnv } from './gate.js';
import { Moment } from './moment.js';
import { Payload } from './payload.js';
import type { Said } from './words.js';

/** Other deliveries of the same subject that are shown. */
const OTHERS = 20;

/** One delivery: what it sends, how it went, and what can be done about it. */
export function delivery(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.get('/:id', async (c, next) => {
    const context = contexts(c);
    const { ledger } = context.deps.engine;
    const found = await ledger.delivery(c.req.param('id'));
    if (!found) return next();
    const drawing = await context.deps.draw(found);
    const others = await ledger.deliveries({ subject: found.subject, limit: OTHERS });
    return adminPage(c, context, {
      title: found.message.title,
      section: 'deliveries',
      lead: `${context.say.kinds[found.kind]} → ${found.channel}`,
      tools: <Actions context={context} delivery={found} />,
      live: found.state === 'pending' || found.state === 'sending',
      children: (
        <div class="columns">
          <div>
            <Fault context={context} delivery={found} />
            {drawing ? (
              <DrawingView context={context} drawing={drawing} frame={`/deliveries/${found.id}/frame`} />
            ) : null}
            <Payload context={context} title={context.say.deliveries.payload} value={drawing?.payload} open />
            <Payload context={context} title={context.say.deliveries.message} value={found.message} />
            {others.length > 1 ? (
              <section>
                <h2>{context.say.deliveries.othersOf}</h2>
                <DeliveryRows context={context} deliveries={others.filter(({ id }) => id !== found.id)} />
              </section>
            ) : null}
          </div>
          <Facts context={context} delivery={found} />
        </div>
      ),
    });
  });

  app.get('/:id/frame', async (c, next) => {
    const { deps } = contexts(c);
    const found = await deps.engine.ledger.delivery(c.req.param('id'));
    return frameResponse(c, found && (await deps.draw(found)), deps.redact) ?? next();
  });

  app.get('/:id/resend', async (c, next) => {
    const context = contexts(c);
    const found = await context.deps.engine.ledger.delivery(c.req.param('id'));
    if (!found) return next();
    const { say, to } = context;
    const { id } = await nextDelivery(found, context.deps.engine.ledger);
    return adminPage(c, context, {
      title: say.deliveries.resendTitle,
      section: 'deliveries',
      lead: say.deliveries.resendHow(found.channel),
      children: (
        <Form context={context} action={`/deliveries/${found.id}/resend`} class="tools">
          {/* Pressed twice, it is the same delivery. */}
          <input type="hidden" name="as" value={id} />
          <button class="button" type="submit">
            {say.deliveries.resendYes}
          </button>
          <a href={to(`/deliveries/${found.id}`)}>{say.deliveries.cancel}</a>
        </Form>
      ),
    });
  });

  app.post('/:id/resend', async (c, next) => {
    const context = contexts(c);
    const { ledger } = context.deps.engine;
    const found = await ledger.delivery(c.req.param('id'));
    if (!found) return next();
    const { id } = await nextDelivery(found, ledger);
    const asked = (await c.req.parseBody()).as;
    if (asked !== id) return c.redirect(context.to(`/deliveries/${found.id}?said=too-late`), 303);
    const { kind, subject, channel } = found;
    await ledger.commit({ deliveries: [{ id, kind, subject, channel, message: context.deps.sayAgain(found) }] });
    return c.redirect(context.to(`/deliveries/${id}?said=resent`), 303);
  });

  const change = (name: 'retry' | 'skip', said: Said) =>
    app.post(`/:id/${name}`, async (c) => {
      const context = contexts(c);
      const id = c.req.param('id') ?? '';
      const changed = await context.deps.engine.ledger.transition(
        id,
        name === 'retry'
          ? { type: 'retry' }
          : { type: 'skip', fault: { message: context.say.deliveries.skippedByHand } },
      );
      return c.redirect(context.to(`/deliveries/${id}?said=${changed ? said : 'too-late'}`), 303);
    });
  change('retry', 'retried');
  change('skip', 'skipped');
  return app;
}

interface DeliveryProps {
  context: AdminContext;
  delivery: Delivery;
}

function Actions({ context, delivery: { id, state } }: DeliveryProps) {
  const { say, to } = context;
  const button = (name: 'retry' | 'skip', label: string, how: string) => (
    <Form context={context} action={`/deliveries/${id}/${name}`}>
      <button class={name === 'retry' ? 'button' : 'quiet-button'} type="submit" title={how}>
        {label}
      </button>
    </Form>
  );
  return (
    <>
      {state === 'failed' || state === 'held' ? button('retry', say.deliveries.retry, say.deliveries.retryHow) : null}
      {state === 'pending' || state === 'failed' || state === 'held'
        ? button('skip', say.deliveries.skip, say.deliveries.skipHow)
        : null}
      {state === 'sent' || state === 'failed' || state === 'skipped' ? (
        <a class="quiet-button" href={to(`/deliveries/${id}/resend`)}>
          {say.deliveries.resend}
        </a>
      ) : null}
    </>
  );
}

function Fault({ context, delivery: { state, fault, heldFor } }: DeliveryProps) {
  const { say, deps } = context;
  if (!fault && !heldFor) return null;
  return (
    <section class={`fault ${state}`}>
      <h2>{say.deliveries.whatWrong}</h2>
      {heldFor ? <p>{say.deliveries.heldFor[heldFor]}</p> : null}
      {fault ? <p>{deps.redact(fault.message)}</p> : null}
      {fault?.hint === undefined ? null : (
        <p>
          <b>{say.deliveries.howToMend}:</b> {deps.redact(fault.hint)}
        </p>
      )}
    </section>
  );
}

function Facts({ context, delivery: found }: DeliveryProps) {
  const { say, deps } = context;
  const { id, state, attempts, createdAt, updatedAt, dueAt, doubtSince, receipt, revision } = found;
  const link = state === 'sent' ? deps.linkTo(found) : undefined;
  return (
    <dl class="facts">
      <dt>{say.deliveries.state}</dt>
      <dd>
        <State context={context} state={state} /> <span class="quiet">{say.deliveries.attempts(attempts)}</span>
      </dd>
      <dt>{say.deliveries.made}</dt>
      <dd>
        <Moment context={context} at={createdAt} />
      </dd>
      <Fact label={say.deliveries.doubt} at={doubtSince} context={context} />
      <dt>{say.deliveries.lastAttempt}</dt>
      <dd>
        <Moment context={context} at={updatedAt} />
      </dd>
      <Fact label={say.deliveries.next} at={state === 'pending' ? dueAt : undefined} context={context} />
      <Fact label={say.deliveries.revision} at={revision?.since} context={context} />
      {receipt === undefined || Object.keys(receipt).length === 0 ? null : (
        <>
          <dt>{say.deliveries.receipt}</dt>
          {Object.entries(receipt).map(([name, value]) => (
            <dd class="code">
              {name} {deps.redact(value)}
            </dd>
          ))}
          {link === undefined ? null : (
            <dd>
              <a href={link}>{say.deliveries.open}</a>
            </dd>
          )}
        </>
      )}
      <dt>ID</dt>
      <dd class="code">{id}</dd>
    </dl>
  );
}

function Fact({ label, at, context }: { label: string; at: number | undefined; context: AdminContext }) {
  return at === undefined ? null : (
    <>
      <dt>{label}</dt>
      <dd>
        <Moment context={context} at={at} />
      </dd>
    </>
  );
}
