import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { observeAttempts } from '../../src/app/observe-attempts.js';
import { readGauges } from '../../src/app/read-gauges.js';
import type { Problem } from '../../src/content/post.js';
import { createMetrics } from '../../src/web/create-metrics.js';
import { openEngineAt } from '../support/engine-address.js';
import { makeDelivery } from '../support/make-delivery.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const MONITORING = join(import.meta.dirname, '../../docs/monitoring');
const NOW = Date.parse('2022-02-04T10:00:00Z');

/** Metrics over a real ledger; `fail` takes the engine away. */
async function measured() {
  const engine = await openEngineAt({ type: 'embedded', file: join(tempFolder().path, 'db') }, { now: () => NOW });
  onTestFinished(() => engine.close());
  let away = false;
  const problem: Problem = { file: 'a.md', line: 1, rule: 'date-missing', severity: 'warning', message: '', hint: '' };
  const metrics = createMetrics(() =>
    readGauges({
      engine: {
        ...engine,
        queue: {
          ...engine.queue,
          lanes: (names) => (away ? Promise.reject(new Error('away')) : engine.queue.lanes(names)),
        },
      },
      channels: ['community', 'group'],
      content: () => ({ posts: 3, problems: [problem], jobs: [{ name: 'weekly', next: NOW + 1000 }] }),
      log: testWorld().log,
    }),
  );
  return {
    engine,
    metrics,
    fail: () => {
      away = true;
    },
    /** The series of a metric, without its help. */
    series: async (name: string) =>
      (await metrics.text())
        .split('\n')
        .filter((line) => line.startsWith(name) && /[{ ]/.test(line[name.length] ?? '')),
  };
}

describe('metrics', () => {
  it('tell how the ledger and the queue stand; the places that subscribed are one channel', async () => {
    const { engine, series } = await measured();
    await engine.ledger.commit({
      deliveries: [
        makeDelivery('a'),
        makeDelivery('b', { state: 'held' }),
        ...['C1', 'C2', 'C3'].map((place) => makeDelivery(place, { channel: `slack/${place}` })),
      ],
    });
    await engine.ledger.recordScan(NOW);
    expect(await series('postrider_deliveries')).toEqual([
      'postrider_deliveries{state="pending"} 4',
      'postrider_deliveries{state="sending"} 0',
      'postrider_deliveries{state="sent"} 0',
      'postrider_deliveries{state="failed"} 0',
      'postrider_deliveries{state="held"} 1',
      'postrider_deliveries{state="skipped"} 0',
    ]);
    expect((await series('postrider_queue_depth')).filter((line) => line.includes('pending'))).toEqual([
      'postrider_queue_depth{channel="community",state="pending"} 1',
      'postrider_queue_depth{channel="group",state="pending"} 0',
      'postrider_queue_depth{channel="subscribed",state="pending"} 3',
    ]);
    expect(await series('postrider_problems')).toEqual([
      'postrider_problems{severity="error"} 0',
      'postrider_problems{severity="warning"} 1',
    ]);
    expect(await series('postrider_last_scan_timestamp_seconds')).toEqual([
      `postrider_last_scan_timestamp_seconds ${NOW / 1000}`,
    ]);
  });

  it('count attempts by channel and outcome, and time those that sent', async () => {
    const { metrics, series } = await measured();
    const observe = observeAttempts(metrics, new Set(['community']), { now: () => NOW });
    const delivery = (channel: string) => ({ ...makeDelivery('a', { channel }), createdAt: NOW - 3_000 }) as never;
    observe(delivery('community'), { outcome: { type: 'sent', receipt: {} } });
    observe(delivery('slack/C1'), { outcome: { type: 'never', fault: { message: 'gone' } } });
    expect(await series('postrider_delivery_attempts_total')).toEqual([
      'postrider_delivery_attempts_total{channel="community",outcome="sent"} 1',
      'postrider_delivery_attempts_total{channel="subscribed",outcome="never"} 1',
    ]);
    expect(await series('postrider_delivery_latency_seconds_sum')).toEqual([
      'postrider_delivery_latency_seconds_sum{channel="community"} 3',
    ]);
  });

  it('still tell of the process when the engine is away', async () => {
    const { series, fail } = await measured();
    expect(await series('postrider_engine_up')).toEqual(['postrider_engine_up 1']);
    fail();
    expect(await series('postrider_engine_up')).toEqual(['postrider_engine_up 0']);
    expect(await series('postrider_deliveries')).toEqual([]);
    expect(await series('process_resident_memory_bytes')).toHaveLength(1);
  });

  it('give requests few labels, whatever is asked', async () => {
    const { metrics, series } = await measured();
    metrics.requestsOf({ method: 'PROPFIND', route: 'pages', status: 405 })(0.01);
    expect(await series('postrider_http_request_duration_seconds_count')).toEqual([
      'postrider_http_request_duration_seconds_count{method="other",route="pages",status="405"} 1',
    ]);
  });
});

/** Every metric and label that rules and the dashboard ask for. */
function asked(expressions: readonly string[]) {
  const names = expressions.flatMap((expression) => expression.match(/\b(?:postrider|process|nodejs)_\w+/g) ?? []);
  const labels = expressions.flatMap((expression) => [
    ...[...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
    ...[...expression.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
  ]);
  return { names: [...new Set(names)], labels: [...new Set(labels)] };
}

describe.each([
  ['the alert rules', () => rules()],
  ['the dashboard', () => dashboard()],
])('%s', (_, expressions) => {
  it('ask for metrics and labels that exist', async () => {
    const { engine, metrics } = await measured();
    await engine.ledger.recordScan(NOW);
    const text = await metrics.text();
    const exported = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
    );
    const { names, labels } = asked(expressions());
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !exported.includes(name))).toEqual([]);
    // What Prometheus itself adds.
    const known = ['job', 'instance', 'le', 'state', 'severity', 'channel', 'outcome', 'route', 'status', 'method'];
    expect(labels.filter((label) => !known.includes(label))).toEqual([]);
  });
});

function rules(): string[] {
  const file = parse(readFileSync(join(MONITORING, 'alerts.yaml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string; description: string } }[] }[];
  };
  return file.groups.flatMap((group) => group.rules.map(({ expr }) => expr));
}

function dashboard(): string[] {
  const file = JSON.parse(readFileSync(join(MONITORING, 'grafana-dashboard.json'), 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  return file.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}
