import { type Context, Hono } from 'hono';
import type { DigestJob } from '../../digest/digest-job.js';
import { parseSchedule } from '../../digest/schedule.js';
import type { Draft } from '../../engine/engine.js';
import { editionPath } from '../addresses.js';
import { formatMoment } from '../format-moment.js';
import { type AdminContext, adminPage, Form } from './admin-page.js';
import type { Contexts } from './contexts.js';
import { draftPath } from './drafts.js';
import { EditionView } from './edition-view.js';
import { frameResponse } from './frame.js';
import type { AdminEnv } from './gate.js';
import { Moment } from './moment.js';

/** Editions that went out, shown for a job. */
const PAST = 12;

/** Digest jobs: when they run, what they would say now, and letting an edition out. */
export function digests(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  const jobOf = async (c: Context<AdminEnv>) => {
    const jobs = await contexts(c).deps.digests.jobs();
    return jobs.find(({ name }) => name === c.req.param('job'));
  };

  app.get('/', async (c) => {
    const context = contexts(c);
    const { say, deps } = context;
    const jobs = await deps.digests.jobs();
    const waiting = await deps.drafts.waiting();
    return adminPage(c, context, {
      title: say.nav.digests,
      section: 'digests',
      lead: say.digests.lead,
      children: (
        <>
          <Waiting context={context} drafts={waiting} />
          {jobs.length === 0 ? <p class="empty">{say.digests.none}</p> : null}
          <ul class="lanes">
            {jobs.map((job) => (
              <JobView context={context} job={job} />
            ))}
          </ul>
        </>
      ),
    });
  });

  app.get('/:job', async (c, next) => {
    const context = contexts(c);
    const { say, to, deps } = context;
    const job = await jobOf(c);
    if (!job) return next();
    const edition = await deps.digests.preview(job);
    const past = await deps.engine.ledger.editions({ job: job.name, limit: PAST });
    return adminPage(c, context, {
      title: job.title,
      section: 'digests',
      lead: edition.id,
      tools: edition.out ? null : (
        <a class="button" href={to(`/digests/${encodeURIComponent(job.name)}/send`)}>
          {say.digests.sendNow}
        </a>
      ),
      children: (
        <>
          {edition.out ? <p class="notice">{say.digests.out}</p> : null}
          {edition.empty ? <p class="notice">{say.digests.empty}</p> : null}
          <EditionView
            context={context}
            markdown={edition.markdown}
            drawings={edition.drawings}
            frame={`/digests/${encodeURIComponent(job.name)}/frame`}
          />
          {past.length === 0 ? null : (
            <section>
              <h2>{say.digests.past}</h2>
              <ul class="titles">
                {past.map(({ id, title }) => (
                  <li>
                    <a href={context.site.href(editionPath(id))}>{title}</a>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      ),
    });
  });

  app.get('/:job/send', async (c, next) => {
    const context = contexts(c);
    const { say, to, deps } = context;
    const job = await jobOf(c);
    if (!job) return next();
    const { id, empty, out } = await deps.digests.preview(job);
    const path = `/digests/${encodeURIComponent(job.name)}`;
    if (out) return c.redirect(to(`${path}?said=edition-out`), 303);
    return adminPage(c, context, {
      title: say.digests.sendTitle,
      section: 'digests',
      lead: say.digests.sendHow(id, job.channels.join(', ')),
      children: (
        <>
          {empty ? <p class="notice">{say.digests.empty}</p> : null}
          <Form context={context} action={`${path}/send`} class="tools">
            <button class="button" type="submit">
              {say.digests.sendYes}
            </button>
            <a href={to(path)}>{say.deliveries.cancel}</a>
          </Form>
        </>
      ),
    });
  });

  app.post('/:job/send', async (c, next) => {
    const context = contexts(c);
    const job = await jobOf(c);
    if (!job) return next();
    const sent = await context.deps.digests.send(job);
    const path = `/digests/${encodeURIComponent(job.name)}`;
    return c.redirect(context.to(`${path}?said=${sent ? 'edition-sent' : 'edition-out'}`), 303);
  });

  app.get('/:job/frame/:medium', async (c, next) => {
    const job = await jobOf(c);
    if (!job) return next();
    const { deps } = contexts(c);
    const { drawings } = await deps.digests.preview(job);
    const drawing = drawings.find(({ channel }) => channel === c.req.param('medium'));
    return frameResponse(c, drawing, deps.redact) ?? next();
  });
  return app;
}

function Waiting({ context, drafts }: { context: AdminContext; drafts: readonly Draft[] }) {
  const { say, to } = context;
  if (drafts.length === 0) return null;
  return (
    <section class="fault">
      <h2>{say.digests.drafts}</h2>
      <ul class="titles">
        {drafts.map((draft) => (
          <li>
            <a href={to(draftPath(draft))}>{draft.edition.title}</a>
            <span class="quiet">
              {say.digests.waitingUntil[draft.onTimeout]} <Moment context={context} at={draft.deadline} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function JobView({ context, job }: { context: AdminContext; job: DigestJob }) {
  const { say, to, site, deps } = context;
  const next = parseSchedule(job.schedule, job.timezone).nextRun(deps.now());
  return (
    <li>
      <h2>
        <a href={to(`/digests/${encodeURIComponent(job.name)}`)}>{job.title}</a>
        <span class="quiet">{job.name}</span>
      </h2>
      <dl>
        <div>
          <dt>{say.digests.next}</dt>
          <dd>{next === undefined ? say.never : formatMoment(next, site.settings.timezone, site.language)}</dd>
        </div>
        <div>
          <dt>{say.digests.schedule}</dt>
          <dd class="code">{job.schedule}</dd>
        </div>
        <div>
          <dt>{say.digests.goesTo}</dt>
          <dd>{job.channels.join(', ') || say.none}</dd>
        </div>
      </dl>
      <div class="tools">
        <a class="quiet-button" href={to(`/digests/${encodeURIComponent(job.name)}`)}>
          {say.digests.now}
        </a>
      </div>
    </li>
  );
}
