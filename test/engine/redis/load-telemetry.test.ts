import { type Span, trace } from '@opentelemetry/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadTelemetry } from '../../../src/engine/redis/load-telemetry.js';
import { openRedisEngine } from '../../../src/engine/redis/open-redis-engine.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { sharedRedisServer } from '../../support/redis-server.js';
import { testWorld } from '../../support/test-world.js';
import { until } from '../../support/until.js';

const redis = sharedRedisServer();

/** An OpenTelemetry SDK, as far as spans' names go. */
function recordSpans(): string[] {
  const names: string[] = [];
  const startSpan = (name: string): Span => {
    names.push(name);
    return trace.wrapSpanContext({
      traceId: '0'.repeat(31).concat('1'),
      spanId: '0'.repeat(15).concat('1'),
      traceFlags: 0,
    });
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as never });
  onTestFinished(() => trace.disable());
  return names;
}

describe('BullMQ’s OpenTelemetry add-on', () => {
  it('sees each turn of a channel, and changes nothing about what is sent', async () => {
    const spans = recordSpans();
    const engine = await openRedisEngine({
      ...{ url: redis().url, prefix: 'traced', telemetry: await loadTelemetry() },
      ...testWorld(),
    });
    onTestFinished(() => engine.close());
    const sent: string[] = [];
    const worker = engine.queue.work({
      concurrency: 2,
      rateOf: () => undefined,
      attempt: async ({ id }) => {
        sent.push(id);
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await engine.ledger.commit({ deliveries: [makeDelivery('one'), makeDelivery('two', { channel: 'other' })] });
    await until(() => sent.length === 2, 20_000);
    await worker.close(1_000);
    expect(sent.toSorted()).toEqual(['one', 'two']);
    expect(spans).toEqual(expect.arrayContaining(['addBulk lanes', 'process lanes']));
  });
});
