import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type Engine, EngineError } from '../../src/engine/engine.js';
import { migrate } from '../../src/engine/migrate.js';
import { archiveContents } from '../support/archive-contents.js';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makeDraft } from '../support/make-draft.js';
import { sharedRedisServer } from '../support/redis-server.js';
import { tempFolder } from '../support/temp-folder.js';

const server = sharedRedisServer();
const embedded = (): EngineAddress => ({ type: 'embedded', file: join(tempFolder().path, 'postrider.db') });
const redis = (): EngineAddress => ({ type: 'redis', url: server().url, prefix: `test-${randomUUID()}` });

async function open(address: EngineAddress, now: () => number = () => 2_000_000, carrying = true): Promise<Engine> {
  const engine = await openEngineAt(address, { now, carrying });
  onTestFinished(() => engine.close());
  return engine;
}

/** Something of everything, deliveries in every state. */
async function fill({ ledger, schedule, subscriptions }: Engine): Promise<void> {
  const post = (id: string) => ({
    ...{ id, guid: id, url: `/${id}`, path: `${id}.md` },
    bodyHash: 'b',
    cardHash: 'c',
    gone: false,
  });
  const { message } = makeDelivery('a');
  const fault = { message: 'HTTP 503', hint: 'wait' };
  await ledger.commit({
    posts: Array.from({ length: 1_200 }, (_, i) => post(`p${i}`)),
    editions: ['W05', 'W06'].map((week) => ({
      ...{
        id: `weekly/2022-${week}`,
        job: 'weekly',
        from: '2022-01-28T10:00:00+08:00',
        to: '2022-02-04T10:00:00+08:00',
      },
      ...{ title: week, markdown: '# 周报', posts: [], readings: [], createdAt: '2022-02-04T10:00:00+08:00' },
    })),
    drafts: [makeDraft('weekly/2022-W07'), makeDraft('weekly/2022-W08')],
    deliveries: [
      ...Array.from({ length: 1_100 }, (_, i) => makeDelivery(`d${i}`, { channel: `channel-${i % 7}`, subject: 'p1' })),
      makeDelivery('skipped', { state: 'skipped', fault }),
      makeDelivery('held', { state: 'held', heldFor: 'breaker', fault }),
    ],
  });
  await ledger.commit({
    drafts: [{ ...makeDraft('weekly/2022-W07'), version: 2, state: 'skipped', decided: { by: '@ada', at: 5 } }],
  });
  const claim = { type: 'claim', claim: 'mine', leaseUntil: 2_060_000 } as const;
  for (const [id, outcome] of [
    ['d0', { type: 'sent', receipt: { ts: '1.2', channel: 'C1' } }],
    ['d1', { type: 'never', fault }],
    ['d2', { type: 'doubt', fault }],
    ['d3', undefined],
  ] as const) {
    await ledger.transition(id, claim);
    if (outcome) await ledger.transition(id, { type: 'settle', claim: 'mine', outcome });
  }
  await ledger.commit({
    revisions: [{ subject: 'p1', message: { ...message, title: '改过的标题' }, dueAt: 2_005_000, keepSent: false }],
  });
  await ledger.recordScan(1_999_000);
  await schedule.markHandled('weekly', 1_643_940_000_000);
  for (const [i, destination] of ['slack/C1', 'slack/C2', 'dingtalk/cid1'].entries()) {
    const value = { destination, kind: 'tag' as const, value: 'MOSN', createdBy: 'U1', createdAt: i };
    await subscriptions.add({ id: `s${i}`, ...value });
  }
  await subscriptions.pause('slack/C2', 'archived');
  await subscriptions.saveSettings('slack/C1', { language: 'en' });
}

const NUMBERS = {
  post: 1_200,
  edition: 2,
  draft: 2,
  delivery: 1_102,
  subscription: 3,
  destination: 1,
  schedule: 1,
  fact: 2,
};

for (const [way, from, to] of [
  ['from embedded to Redis', embedded, redis],
  ['from Redis to embedded', redis, embedded],
] as const) {
  it(`carries everything ${way}, so that the other engine goes on as the first would`, async () => {
    const [source, target] = [await open(from()), await open(to())];
    await fill(source);
    const progress: number[] = [];
    const { counts } = await migrate(source, target, (done, total) => {
      progress.push(done);
      expect(total).toBe(2_313);
    });
    expect(counts).toEqual(NUMBERS);
    expect(progress.at(-1)).toBe(2_313);
    expect(await archiveContents(target)).toEqual(await archiveContents(source));
    expect(await target.ledger.countByState()).toEqual(await source.ledger.countByState());
    expect((await target.ledger.known()).initialised).toBe(true);
    expect(await target.ledger.drafts({ waiting: true })).toEqual([makeDraft('weekly/2022-W08')]);
    const ids = async ({ ledger }: Engine) => (await ledger.deliveries({ limit: 2_000 })).map(({ id }) => id);
    expect(await ids(target)).toEqual(await ids(source));
    expect(await target.ledger.dueRevisions(2_005_000, 10)).toEqual(await source.ledger.dueRevisions(2_005_000, 10));
    expect(await target.ledger.createdSince('channel-1', 2_000_000)).toBe(
      await source.ledger.createdSince('channel-1', 2_000_000),
    );
    expect(await target.subscriptions.list('slack/C2')).toEqual(await source.subscriptions.list('slack/C2'));
    expect((await target.ledger.commit({ deliveries: [makeDelivery('d0'), makeDelivery('new')] })).created).toEqual([
      'new',
    ]);
  });

  it(`can be broken off and run again ${way}`, async () => {
    const [source, address] = [await open(from()), to()];
    await fill(source);
    const broken = await open(address);
    await expect(
      migrate(source, broken, (done) => {
        if (done > 1_500) throw new Error('the power fails');
      }),
    ).rejects.toThrow('the power fails');
    await broken.close();

    await expect(open(address, Date.now, false)).rejects.toThrow(
      `holds only a part of what is being carried to it from ${source.archive.where}`,
    );
    const target = await open(address);
    await expect(migrate(await open(embedded()), target)).rejects.toThrow(
      `holds a part of what was being carried from ${source.archive.where}`,
    );
    expect((await migrate(source, target)).counts).toEqual(NUMBERS);
    expect(await archiveContents(target)).toEqual(await archiveContents(source));
    await expect(migrate(source, target)).rejects.toThrow(/holds something already/);
    await target.close();
    await (await open(address, Date.now, false)).ping();
  });

  it(`works on ${way} with what waits`, async () => {
    const [source, address] = [await open(from(), Date.now), to()];
    await source.ledger.commit({ deliveries: [makeDelivery('a'), makeDelivery('b', { channel: 'other' })] });
    await migrate(source, await open(address, Date.now));
    const sent: string[] = [];
    (await open(address, Date.now)).queue.work({
      concurrency: 2,
      rateOf: () => undefined,
      attempt: async ({ id }) => {
        sent.push(id);
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await vi.waitFor(() => expect(sent.toSorted()).toEqual(['a', 'b']), { timeout: 5_000 });
  });

  it(`remembers a first scan of nothing ${way}`, async () => {
    const [source, target] = [await open(from()), await open(to())];
    await source.ledger.commit({ posts: [] });
    await migrate(source, target);
    expect(await target.ledger.known()).toMatchObject({ initialised: true, posts: [] });
  });
}

for (const [type, address] of [
  ['embedded', embedded],
  ['redis', redis],
] as const) {
  it(`does not touch an engine that works (${type})`, async () => {
    const at = address();
    const [working, looking, other] = [await open(at, Date.now), await open(at, Date.now), await open(embedded())];
    const worker = working.queue.work({
      concurrency: 1,
      rateOf: () => undefined,
      attempt: async () => ({ outcome: { type: 'sent', receipt: {} } }),
    });
    await vi.waitFor(async () => expect(await looking.archive.inUse()).toBe(true), { timeout: 5_000 });
    await expect(migrate(looking, other)).rejects.toThrow(EngineError);
    await expect(migrate(other, looking)).rejects.toThrow(`A Postrider is working with ${looking.archive.where}`);
    await worker.close(0);
    await working.close();
    expect(await looking.archive.inUse()).toBe(false);
    expect((await migrate(looking, other)).counts.delivery).toBe(0);
  });
}
