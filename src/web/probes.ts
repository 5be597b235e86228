import { Hono } from 'hono';
import type { Metrics } from './create-metrics.js';

export interface ProbeDeps {
  /** Undefined when the process does its work, else what it is waiting for. */
  waitingFor(): string | undefined;
  /** Rejects when the engine's store does not answer. */
  ping(): Promise<void>;
  metrics: Metrics;
}

/** How long a readiness check waits for the engine, in ms. */
const PING_TIMEOUT = 2_000;

/** `/healthz`, `/readyz` and `/metrics`: for whatever keeps the process running and watches it. */
export function probes({ waitingFor, ping, metrics }: ProbeDeps): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }, 200, { 'Cache-Control': 'no-store' }));
  app.get('/readyz', async (c) => {
    const waiting = waitingFor();
    const fault = waiting === undefined ? await pingFault(ping) : undefined;
    const ready = waiting === undefined && fault === undefined;
    c.header('Cache-Control', 'no-store');
    return c.json({ ready, waitingFor: waiting, engine: fault }, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }),
  );
  return app;
}

async function pingFault(ping: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${PING_TIMEOUT / 1000} s`), PING_TIMEOUT);
  });
  const answer = ping().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
