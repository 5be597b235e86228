import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Engine } from '../../../src/engine/engine.js';
import { bigCommit } from '../../support/big-commit.js';
import { openEngineAt } from '../../support/engine-address.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { type RedisServer, startRedisServer } from '../../support/redis-server.js';

/** Many portions, so that there is an in-between. */
const MANY = 6_000;
const PREFIX = 'postrider';
const key = (name: string) => `${PREFIX}:ledger:${name}`;

async function open({ url }: RedisServer): Promise<Engine> {
  const engine = await openEngineAt({ type: 'redis', url, prefix: PREFIX });
  onTestFinished(() => engine.close());
  return engine;
}

/** Works off everything. @returns ids as they were sent */
function work(engine: Engine): string[] {
  const sent: string[] = [];
  engine.queue.work({
    concurrency: 50,
    rateOf: () => undefined,
    attempt: async ({ id }) => {
      sent.push(id);
      return { outcome: { type: 'sent', receipt: {} } };
    },
  });
  return sent;
}

/** A process that commits; it is killed (kill -9) as soon as Redis shows what is waited for. */
async function killCommitWhen({ url }: RedisServer, seen: () => Promise<boolean>): Promise<void> {
  const script = join(import.meta.dirname, '../../support/commit-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, PREFIX, String(MANY)], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  while (!(await seen())) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} before it could be killed`);
  }
  child.kill('SIGKILL');
  await ended;
}

const visible = async ({ ledger }: Engine) => Object.values(await ledger.countByState()).reduce((a, b) => a + b, 0);
const all = Array.from({ length: MANY }, (_, i) => `d${i}`);

it('a commit of very many deliveries creates them all, in their order, each once', async () => {
  const server = await startRedisServer();
  const engine = await open(server);
  await engine.ledger.commit({ deliveries: [makeDelivery('before'), makeDelivery('d7')] });
  const { committed, created } = await engine.ledger.commit(bigCommit(MANY));
  expect(committed).toBe(true);
  expect(created).toEqual(all.filter((id) => id !== 'd7'));
  await engine.ledger.commit({ deliveries: [makeDelivery('after')] });

  const listed = await engine.ledger.deliveries({ limit: MANY + 10 });
  expect(listed.map(({ id }) => id)).toEqual(['after', ...created.toReversed(), 'd7', 'before']);
  expect(new Set(listed.map(({ createdAt }) => createdAt)).size).toBeLessThan(4);
  expect((await engine.ledger.known()).posts).toHaveLength(1);
  const left = await server.client.keys(key('*'));
  expect(left.filter((name) => /:(staged|unfolding):/.test(name))).toEqual([]);
  expect(await server.client.zcard(key('outbox'))).toBe(0);
  // How many deliveries show each message: it goes with the last of them.
  const uses = await server.client.hvals(key('messages:uses'));
  expect(uses.map(Number).toSorted((a, b) => a - b)).toEqual([1, 1, 1, MANY - 1]);
  expect(await engine.ledger.commit(bigCommit(MANY))).toEqual({ committed: true, created: [] });
}, 60_000);

it('a big plan that came too late writes nothing', async () => {
  const engine = await open(await startRedisServer());
  const { revision } = await engine.ledger.known();
  await engine.ledger.commit({ posts: [] });
  expect(await engine.ledger.commit({ ...bigCommit(MANY), basedOn: revision })).toEqual({
    committed: false,
    created: [],
  });
  expect(await visible(engine)).toBe(0);
  expect((await engine.ledger.known()).posts).toEqual([]);
}, 60_000);

it('knows nothing of a post whose process was killed before the commit, and the next plan carries it through', async () => {
  const server = await startRedisServer();
  const engine = await open(server);
  await killCommitWhen(server, async () => (await server.client.keys(key('staged:*'))).length > 0);
  expect((await engine.ledger.known()).posts).toEqual([]);
  expect(await visible(engine)).toBe(0);
  const sent = work(engine);
  expect((await engine.ledger.commit(bigCommit(MANY))).created).toHaveLength(MANY);
  await vi.waitFor(() => expect(sent).toHaveLength(MANY), { timeout: 60_000, interval: 100 });
  expect(sent.toSorted()).toEqual(all.toSorted());
}, 120_000);

it('knows the post with all its deliveries when its process was killed after the commit: another one finishes', async () => {
  const server = await startRedisServer();
  const engine = await open(server);
  await killCommitWhen(server, async () => (await server.client.zcard(key('outbox'))) > 0);
  expect((await engine.ledger.known()).posts).toHaveLength(1);
  expect(await visible(engine)).toBeLessThan(MANY);
  const sent = work(engine);
  await vi.waitFor(() => expect(sent).toHaveLength(MANY), { timeout: 60_000, interval: 100 });
  await sleep(1_500);
  expect(sent.toSorted()).toEqual(all.toSorted());
}, 120_000);

it('gives an edit that comes in between to deliveries that are still to be inserted', async () => {
  const server = await startRedisServer();
  const engine = await open(server);
  await killCommitWhen(server, async () => (await server.client.zcard(key('outbox'))) > 0);
  const { message } = makeDelivery('news');
  const edited = { ...message, title: '改过的标题' };
  await engine.ledger.commit({ revisions: [{ subject: 'news', message: edited, dueAt: 0, keepSent: false }] });
  const listed = await engine.ledger.deliveries({ limit: MANY });
  expect(listed).toHaveLength(MANY);
  expect(new Set(listed.map((each) => each.message.title))).toEqual(new Set(['改过的标题']));
}, 120_000);

it('goes through when Redis is killed and started again meanwhile', async () => {
  const server = await startRedisServer(['--appendonly', 'yes', '--appendfsync', 'always']);
  const engine = await open(server);
  const committing = engine.ledger.commit(bigCommit(MANY));
  for (const seen of ['staged:*', 'unfolding:*']) {
    while ((await server.client.keys(key(seen))).length === 0) await sleep(1);
    await server.stop('SIGKILL');
    await server.start();
  }
  expect((await committing).created).toHaveLength(MANY);
  expect(await visible(engine)).toBe(MANY);
}, 120_000);
