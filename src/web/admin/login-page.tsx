import type { Context } from 'hono';
import { type AdminContext, outsidePage } from './admin-page.js';
import type { Refusal } from './gate.js';

/** What somebody sees who is not let in: the login, or why there is none. */
export function refusalPage(c: Context, context: AdminContext, why: Refusal): Response {
  const { say, to } = context;
  const program = !/\btext\/html\b/.test(c.req.header('accept') ?? '');
  switch (why.type) {
    case 'off':
      return program
        ? c.json({ error: { message: say.login.off, hint: say.login.offHow } }, 404)
        : c.html(outsidePage(context, { title: say.login.off, lead: say.login.offHow, children: null }), 404);
    case 'foreign-form':
      return c.html(
        outsidePage(context, {
          title: say.login.foreign,
          lead: say.login.foreignHow,
          children: (
            <p>
              <a href={to('')}>{say.login.back}</a>
            </p>
          ),
        }),
        403,
      );
    case 'too-many':
      c.header('Retry-After', String(why.seconds));
      return loginPage(c, context, 429, say.login.tooMany(Math.ceil(why.seconds / 60)));
    case 'wrong-token':
      return loginPage(c, context, 401, say.login.wrong);
    case 'login':
      return loginPage(c, context, 401);
  }
}

function loginPage(c: Context, context: AdminContext, status: 401 | 429, fault?: string): Response {
  const { say, to } = context;
  c.header('WWW-Authenticate', 'Bearer realm="Postrider console"');
  const page = outsidePage(context, {
    title: say.login.title,
    lead: say.login.lead,
    children: (
      <form class="login" method="post" action={to('/login')}>
        <input type="hidden" name="next" value={nextPath(c)} />
        {fault === undefined ? null : (
          <p class="notice" role="alert" id="fault">
            {fault}
          </p>
        )}
        <label for="token">{say.login.token}</label>
        <input
          id="token"
          type="password"
          name="token"
          required
          autofocus
          autocomplete="current-password"
          aria-describedby={fault === undefined ? undefined : 'fault'}
        />
        <button class="button" type="submit">
          {say.login.submit}
        </button>
      </form>
    ),
  });
  return c.html(page, status);
}

/** Where somebody wanted to go who must log in first: below the console, seen from there. */
function nextPath(c: Context): string {
  if (c.req.method !== 'GET') return '';
  const { pathname, search } = new URL(c.req.url);
  return `${pathname.replace(/^.*?\/admin/, '')}${search}`;
}
