import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createRequestTimes } from '../../src/web/create-request-times.js';

const FEED = { method: 'GET', route: 'feeds', status: 304 };
const PAGE = { method: 'HEAD', route: 'pages', status: 200 };

it('tells the same as a histogram of prom-client', async () => {
  const registry = new Registry();
  const theirs = new Histogram({
    name: 'postrider_http_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 5],
    registers: [registry],
  });
  const ours = createRequestTimes();
  ours.of({ ...FEED, status: 200 });
  expect(ours.text()).toBe(await registry.metrics());
  for (const [labels, seconds] of [
    [FEED, 0],
    [FEED, 0.001],
    [PAGE, 0.0010001],
    [FEED, 0.3],
    [PAGE, 5],
    [PAGE, 60],
  ] as const) {
    theirs.labels({ ...labels, status: String(labels.status) }).observe(seconds);
    ours.of(labels)(seconds);
  }
  expect(ours.text()).toBe(await registry.metrics());
});
