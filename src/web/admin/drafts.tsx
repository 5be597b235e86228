import { Hono } from 'hono';
import { type DraftSource, draftIntro, draftLinks, draftSource } from '../../digest/draft.js';
import type { DraftAnswer, DraftDecision } from '../../digest/draft-decision.js';
import type { Draft } from '../../engine/engine.js';
import { type AdminContext, adminPage, Form } from './admin-page.js';
import type { Contexts } from './contexts.js';
import { EditionView } from './edition-view.js';
import { frameResponse } from './frame.js';
import type { AdminEnv } from './gate.js';
import { Moment } from './moment.js';
import type { Said } from './words.js';

/** Longest opening words, in characters. */
const LONGEST_INTRO = 5_000;

/** Editions that wait for approval: looked at, changed, let out or skipped. Slack's buttons end at the same desk. */
export function drafts(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.get('/:job/:period', async (c, next) => {
    const context = contexts(c);
    const { say, deps } = context;
    const draft = await deps.drafts.draft(draftId(c.req.param()));
    if (!draft) return next();
    return adminPage(c, context, {
      title: draft.edition.title,
      section: 'digests',
      lead: draft.state === 'waiting' ? say.digests.draft : decidedText(context, draft),
      tools: draft.state === 'waiting' ? <Decide context={context} draft={draft} /> : null,
      children: (
        <div class="columns">
          <div>
            <EditionView
              context={context}
              markdown={draft.edition.markdown}
              drawings={deps.drawDraft(draft)}
              frame={`${draftPath(draft)}/frame`}
            />
          </div>
          {draft.state === 'waiting' ? <Change context={context} draft={draft} source={draftSource(draft)} /> : null}
        </div>
      ),
    });
  });

  app.get('/:job/:period/frame/:channel', async (c, next) => {
    const { deps } = contexts(c);
    const draft = await deps.drafts.draft(draftId(c.req.param()));
    const drawing = draft && deps.drawDraft(draft).find(({ channel }) => channel === c.req.param('channel'));
    return frameResponse(c, drawing, deps.redact) ?? next();
  });

  app.post('/:job/:period', async (c, next) => {
    const context = contexts(c);
    const decision = readDecision(await c.req.parseBody());
    if (!decision) return next();
    const id = draftId(c.req.param());
    const answer = await context.deps.drafts.decide(id, decision, { via: 'console' });
    if (answer.type === 'unknown') return next();
    return c.redirect(context.to(`${draftPath(answer.draft)}?said=${saidOf(answer, decision)}`), 303);
  });
  return app;
}

/** Path below the console. */
export function draftPath({ id }: Draft): string {
  return `/drafts/${id.split('/').map(encodeURIComponent).join('/')}`;
}

function draftId({ job, period }: { job: string; period: string }): string {
  return `${job}/${period}`;
}

function readDecision(form: Record<string, unknown>): DraftDecision | undefined {
  switch (form.do) {
    case 'approve':
      return { type: 'approve', version: Number(form.version) };
    case 'skip':
      return { type: 'skip' };
    case 'intro':
      return { type: 'intro', text: String(form.text ?? '').slice(0, LONGEST_INTRO) };
    case 'drop':
    case 'restore':
      return { type: form.do, link: Number(form.link) };
    default:
      return undefined;
  }
}

function saidOf({ type }: DraftAnswer, decision: DraftDecision): Said {
  if (type !== 'done') return 'decided-before';
  if (decision.type === 'approve') return 'edition-sent';
  return decision.type === 'skip' ? 'edition-skipped' : 'draft-changed';
}

function decidedText({ say }: AdminContext, { state, decided }: Draft): string {
  return state === 'waiting' ? '' : `${say.digests.decided[state]} (${decided?.by ?? ''})`;
}

interface DraftProps {
  context: AdminContext;
  draft: Draft;
}

function Decide({ context, draft }: DraftProps) {
  const { say } = context;
  return (
    <>
      <Form context={context} action={draftPath(draft)}>
        {/* What somebody changed meanwhile is not sent unseen. */}
        <input type="hidden" name="version" value={String(draft.version)} />
        <button class="button" type="submit" name="do" value="approve">
          {say.digests.approve}
        </button>
      </Form>
      <Form context={context} action={draftPath(draft)}>
        <button class="quiet-button" type="submit" name="do" value="skip">
          {say.digests.skip}
        </button>
      </Form>
    </>
  );
}

function Change({ context, draft, source }: DraftProps & { source: DraftSource }) {
  const { say } = context;
  return (
    <div class="facts">
      <p class="quiet">
        {say.digests.waitingUntil[draft.onTimeout]} <Moment context={context} at={draft.deadline} />
      </p>
      <h2>{say.digests.links}</h2>
      <ul class="titles">
        {draftLinks(source).map(({ title, url, dropped }, index) => (
          <li>
            {dropped ? <s>{title}</s> : <a href={url}>{title}</a>}
            <Form context={context} action={draftPath(draft)}>
              <input type="hidden" name="link" value={String(index)} />
              <button class="plain" type="submit" name="do" value={dropped ? 'restore' : 'drop'}>
                {dropped ? say.digests.putBack : say.digests.leaveOut}
              </button>
            </Form>
          </li>
        ))}
      </ul>
      <Form context={context} action={draftPath(draft)} class="intro">
        <label for="intro">{say.digests.intro}</label>
        <textarea id="intro" name="text" rows={5} maxlength={LONGEST_INTRO}>
          {draftIntro(source)}
        </textarea>
        <button class="quiet-button" type="submit" name="do" value="intro">
          {say.digests.saveIntro}
        </button>
      </Form>
    </div>
  );
}
