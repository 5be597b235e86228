import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Queue } from 'bullmq';
import { Hono } from 'hono';
import type { Board } from '../engine.js';

/** Its own files, styles it makes as it goes, and its API; no fonts from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const FOREIGN_FONTS = /<link[^>]+fonts\.googleapis\.com[^>]*>/;

/**
 * bull-board over the queue of channels. It only shows: the ledger says what is sent, and a job that was taken away by
 * hand would come back.
 * @param path where its pages are, as browsers see it
 */
export function openBoard(queue: Queue, path: string): Board {
  const adapter = new HonoAdapter(serveStatic).setBasePath(path);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: true })],
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Postrider', hideRedisDetails: true } },
  });
  const app = new Hono().route(path, adapter.registerPlugin());
  return {
    policy: POLICY,
    fetch: async (request) => {
      const response = await app.fetch(request);
      if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
      const page = (await response.text()).replace(FOREIGN_FONTS, '');
      return new Response(page, { status: response.status, headers: { 'content-type': 'text/html; charset=utf-8' } });
    },
  };
}
