import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '../../../src/announce/delivery.js';
import type { Claimed } from '../../../src/engine/claimed.js';
import { createClaims } from '../../../src/engine/redis/claims.js';
import { createDeliveries } from '../../../src/engine/redis/deliveries.js';
import { createLedger } from '../../../src/engine/redis/ledger.js';
import { createOutbox } from '../../../src/engine/redis/outbox.js';
import { createRedisStore } from '../../../src/engine/redis/redis-store.js';
import type { Redo, RedoLog } from '../../../src/engine/redis/redo-log.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { sharedRedisServer } from '../../support/redis-server.js';

const server = sharedRedisServer();
const later: Outcome = { type: 'later', fault: { message: 'busy' }, at: 0 };
const sent: Outcome = { type: 'sent', receipt: { ts: '1' } };
const noRate = () => undefined;

/** A process that takes and settles; `redos` is what it would make again, in order. */
async function open(prefix: string) {
  const world = { now: Date.now, random: () => 0, log: pino({ level: 'silent' }) };
  const store = createRedisStore(server().url, prefix, world);
  await store.redis.connect();
  onTestFinished(() => store.redis.disconnect());
  const redos: Redo[] = [];
  const remember = (redo: Redo) => {
    redos.push(redo);
    return () => {};
  };
  const redoLog: RedoLog = { remember, letOthersCatchUp: () => {}, quietFor: () => 0 };
  const deliveries = createDeliveries(store, world);
  const claims = createClaims(store, deliveries, redoLog, world);
  const nobody = async () => {};
  const ledger = createLedger(store, deliveries, createOutbox(store, deliveries, nobody), redoLog, nobody, world);
  return {
    ...{ store, redos, ledger },
    take: async () => (await claims.take('news', noRate)) as Claimed,
    settle: (claimed: Claimed, outcome: Outcome) => claims.settle(claimed, { outcome }, noRate),
    catchUp: async () => {
      for (const redo of redos) await redo();
    },
  };
}
type Process = Awaited<ReturnType<typeof open>>;

async function forgetEverything({ store }: Process): Promise<void> {
  const keys = await store.redis.keys(`${store.prefix}:*`);
  await store.redis.del(...keys);
}

describe('changes that Redis confirmed and forgot', () => {
  it.each([
    ['the one that sent it last', (a: Process, b: Process) => [a, b]],
    ['the one that sent it first', (a: Process, b: Process) => [b, a]],
  ])('end with what was sent when two processes had it in turn, %s', async (order, inOrder) => {
    const [a, b] = [await open(order), await open(order)];
    const committer = await open(order);
    await committer.ledger.commit({ deliveries: [makeDelivery('d', { channel: 'news' })] });
    await a.settle(await a.take(), later);
    await a.settle(await a.take(), later);
    await b.settle(await b.take(), sent);
    await forgetEverything(a);

    // Twice: connections break more than once.
    for (const each of [...inOrder(a, b), ...inOrder(a, b)]) await each.catchUp();
    expect(await a.ledger.delivery('d')).toMatchObject({ state: 'sent', receipt: { ts: '1' } });
    await committer.catchUp();
    expect(await a.ledger.delivery('d')).toMatchObject({ state: 'sent' });
  });

  it('keep a delivery that is under way from others', async () => {
    const [a, b] = [await open('under-way'), await open('under-way')];
    await a.ledger.commit({ deliveries: [makeDelivery('d', { channel: 'news' })] });
    const claimed = await a.take();
    await forgetEverything(a);
    await a.catchUp();
    expect(await b.take()).toHaveProperty('askAgainAt');
    await a.settle(claimed, sent);
    expect(await b.take()).toBeUndefined();
    expect(await b.ledger.countByState()).toMatchObject({ sent: 1, pending: 0, sending: 0 });
  });

  it('keep it from others, and out of doubt, when it was edited since', async () => {
    const [a, b] = [await open('edited'), await open('edited')];
    const delivery = makeDelivery('d', { channel: 'news' });
    await a.ledger.commit({ deliveries: [delivery] });
    const commit = a.redos.length;
    const claimed = await a.take();
    await forgetEverything(a);
    await (a.redos[commit - 1] as Redo)();
    const message = { ...delivery.message, title: '改过的标题' };
    await b.ledger.commit({ revisions: [{ subject: delivery.subject, message, dueAt: 0, keepSent: false }] });
    await a.catchUp();
    expect(await b.take()).toHaveProperty('askAgainAt');
    await a.settle(claimed, { type: 'hold', fault: { message: 'no answer' } });
    expect(await b.ledger.delivery('d')).toMatchObject({ state: 'held' });
  });

  it('are made again only where they are missing', async () => {
    const a = await open('all-there');
    await a.ledger.commit({ posts: [], deliveries: [makeDelivery('d', { channel: 'news' })] });
    await a.settle(await a.take(), { type: 'never', fault: { message: 'no' } });
    await a.ledger.transition('d', { type: 'retry' });
    for (const redo of a.redos) expect(await redo()).toBe(false);
    expect(await a.ledger.delivery('d')).toMatchObject({ state: 'pending', attempts: 0 });
  });
});
