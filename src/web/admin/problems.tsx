import { Hono } from 'hono';
import { adminPage } from './admin-page.js';
import type { Contexts } from './contexts.js';
import type { AdminEnv } from './gate.js';

/** Problems on one page. */
const PAGE = 200;

/** What is wrong with posts and jobs, errors first. */
export function problems(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  app.get('/', async (c) => {
    const context = contexts(c);
    const { say, to, deps } = context;
    const { problems: found, partial } = await deps.allProblems();
    const page = Math.max(1, Math.floor(Number(c.req.query('page'))) || 1);
    const ordered = [
      ...found.filter(({ severity }) => severity === 'error'),
      ...found.filter(({ severity }) => severity !== 'error'),
    ];
    return adminPage(c, context, {
      title: say.nav.problems,
      section: 'problems',
      lead: say.problems.lead,
      children: (
        <>
          {partial ? <p class="notice">{say.problems.partial}</p> : null}
          {ordered.length === 0 ? (
            <p class="empty">{say.problems.none}</p>
          ) : (
            <ul class="problems">
              {ordered.slice((page - 1) * PAGE, page * PAGE).map(({ file, line, rule, severity, message, hint }) => (
                <li>
                  <p>
                    <span class={`state ${severity === 'error' ? 'failed' : 'held'}`}>
                      {say.problems.severities[severity]}
                    </span>{' '}
                    <span class="code">
                      {file}:{line}
                    </span>{' '}
                    <span class="quiet">{rule}</span>
                  </p>
                  <p>{message}</p>
                  <p class="quiet">{hint}</p>
                </li>
              ))}
            </ul>
          )}
          <nav class="pager" aria-label={context.site.words.pages}>
            {page > 1 ? <a href={to(`/problems?page=${page - 1}`)}>←</a> : <span></span>}
            {ordered.length > page * PAGE ? <a href={to(`/problems?page=${page + 1}`)}>→</a> : null}
          </nav>
        </>
      ),
    });
  });
  return app;
}
