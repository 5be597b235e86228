import { expect, it, onTestFinished, vi } from 'vitest';
import { runRetention } from '../../src/app/run-retention.js';
import { makeDelivery } from '../support/make-delivery.js';
import { openEngine } from '../support/open-engine.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-25T00:00:00Z');
const ids = Array.from({ length: 250 }, (_, i) => `d${i}`);

/** A ledger with many deliveries of two years ago, one of them still to be retried, and one of yesterday. */
async function years() {
  let now = NOW - 730 * DAY;
  const engine = openEngine({ now: () => now });
  const message = { ...makeDelivery('a').message, text: '摘要' };
  const make = (id: string) => makeDelivery(id, { message, state: id === 'd9' ? 'held' : 'skipped' });
  await engine.ledger.commit({ deliveries: ids.map(make) });
  now = NOW - DAY;
  await engine.ledger.commit({ deliveries: [make('yesterday')] });
  now = NOW;
  const whole = async () => {
    const all = await engine.ledger.deliveries({ limit: 1_000 });
    return all.filter((delivery) => delivery.message.text !== undefined).map(({ id }) => id);
  };
  const run = (keep: number) => {
    const running = runRetention(engine, { keep });
    onTestFinished(() => running.close());
  };
  return { ...engine, whole, run };
}

it('goes through what is old little by little, and forgets of no post that it was announced', async () => {
  const { ledger, whole, run } = await years();
  run(365 * DAY);
  await vi.waitFor(async () => expect(await whole()).toEqual(['yesterday', 'd9']), 20_000);
  expect((await ledger.commit({ deliveries: ids.map((id) => makeDelivery(id)) })).created).toEqual([]);
});

it('keeps everything whole when told so', async () => {
  const { whole, run, schedule } = await years();
  run(Number.POSITIVE_INFINITY);
  let beats = 0;
  const beat = schedule.beat(async () => {
    beats++;
  });
  onTestFinished(() => beat.close());
  await vi.waitFor(() => expect(beats).toBeGreaterThan(1), 20_000);
  expect(await whole()).toHaveLength(251);
});
