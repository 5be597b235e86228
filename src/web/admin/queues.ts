import { Hono } from 'hono';
import type { Board } from '../../engine/engine.js';
import type { Contexts } from './contexts.js';
import type { AdminEnv } from './gate.js';

/** The engine's view into its own machinery, where it has one. */
export function queues(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  let opened: Promise<Board> | undefined;
  app.get('*', async (c, next) => {
    const { deps, site } = contexts(c);
    if (!deps.engine.board) return next();
    // As the browser sees it, which may be below a path of a proxy.
    const path = site.href('/admin/queues');
    const url = new URL(c.req.url);
    const rest = url.pathname.replace(/^.*?\/admin\/queues/, '');
    // Its links start from the folder.
    if (rest === '') return c.redirect(`${path}/`, 302);
    opened ??= deps.engine.board(path);
    const board = await opened;
    url.pathname = rest === '/' ? path : path + rest;
    const response = await board.fetch(new Request(url, { headers: c.req.raw.headers }));
    const answer = new Response(response.body, response);
    answer.headers.set('Content-Security-Policy', board.policy);
    return answer;
  });
  return app;
}
