import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Delivery, Outcome } from '../../../src/announce/delivery.js';
import { type Engine, EngineError, type WorkOptions } from '../../../src/engine/engine.js';
import { createDeliveries } from '../../../src/engine/redis/deliveries.js';
import { createLedger } from '../../../src/engine/redis/ledger.js';
import { openRedisEngine, type RedisEngineOptions } from '../../../src/engine/redis/open-redis-engine.js';
import { createOutbox } from '../../../src/engine/redis/outbox.js';
import { createRedisStore } from '../../../src/engine/redis/redis-store.js';
import { createRedoLog } from '../../../src/engine/redis/redo-log.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { createRedisServer, type RedisServer, startRedisServer } from '../../support/redis-server.js';
import { tempFolder } from '../../support/temp-folder.js';

interface LogLine {
  level: number;
  msg: string;
  hint?: string;
}
const WARN = 40;
const ERROR = 50;

const PREFIX = 'postrider';
/** Comes back as it was when it was last told to save. */
const ONLY_SNAPSHOTS = ['--appendonly', 'no', '--maxmemory-policy', 'noeviction'];

/** Opens an engine on the server; it is closed when the test ends. `lines` gets what it logs. */
async function open(
  { url }: Pick<RedisServer, 'url'>,
  lines: LogLine[] = [],
  options: Partial<RedisEngineOptions> = {},
): Promise<Engine> {
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const engine = await openRedisEngine({ url, prefix: PREFIX, now: Date.now, random: () => 0, log, ...options });
  onTestFinished(() => engine.close());
  return engine;
}

async function refusal(opening: Promise<Engine>): Promise<{ message: string; hint: string }> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError)) throw error ?? new Error('it opened');
  return { message: error.message, hint: error.hint };
}

/** Works on the queue; every attempt is noted and takes `takes` ms. */
function work(engine: Engine, { takes = 0, ...options }: { takes?: number } & Partial<WorkOptions> = {}) {
  const sent: string[] = [];
  const attempts: Delivery[] = [];
  const outcome: Outcome = { type: 'sent', receipt: {} };
  const worker = engine.queue.work({
    concurrency: 4,
    rateOf: () => undefined,
    attempt: async (delivery) => {
      attempts.push(delivery);
      await sleep(takes);
      sent.push(delivery.id);
      return { outcome };
    },
    ...options,
  });
  return { sent, attempts, worker };
}

const many = (count: number, channels = 5, from = 0) =>
  Array.from({ length: count }, (_, i) => makeDelivery(`d${from + i}`, { channel: `channel-${i % channels}` }));
const renamed = <Each extends { channel: string }>(each: Each): Each => ({ ...each, channel: `new-${each.channel}` });
const idsOf = (deliveries: { id: string }[]) => deliveries.map(({ id }) => id).toSorted();

/** Waits until so many are sent. */
async function untilSent(engine: Engine, count: number, timeout = 20_000): Promise<void> {
  await vi.waitFor(async () => expect((await engine.ledger.countByState()).sent).toBe(count), {
    timeout,
    interval: 50,
  });
}

describe('opening the Redis engine', () => {
  it('says what is wrong and how to mend it when nobody answers, without the password', async () => {
    const server = await createRedisServer([], tempFolder().path);
    const url = server.url.replace('redis://', 'redis://postrider:secret@');
    const said = await refusal(open({ url }, [], { patience: 300 }));
    expect(said).toEqual({
      message: `Redis at ${server.url} refuses the connection`,
      hint: 'start Redis, or check host and port in engine.url',
    });
  });

  it('waits for a Redis that starts later, and says so once', async () => {
    const server = await createRedisServer([], tempFolder().path);
    onTestFinished(() => server.stop('SIGKILL'));
    const lines: LogLine[] = [];
    const opening = open(server, lines, { patience: Number.POSITIVE_INFINITY });
    await sleep(1_000);
    await server.start();
    const engine = await opening;
    await engine.ping();
    const refusals = lines.filter(({ msg }) => msg.includes('refuses the connection'));
    expect(refusals).toEqual([
      expect.objectContaining({
        level: WARN,
        msg: `Redis at ${server.url} refuses the connection; trying again until it does not`,
        hint: 'start Redis, or check host and port in engine.url',
      }),
    ]);
  });

  it('gives up on something that takes the connection and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const url = `redis://127.0.0.1:${(silent.address() as { port: number }).port}`;
    expect((await refusal(open({ url }, [], { patience: 500 }))).message).toBe(`Redis at ${url} does not answer`);
  });

  it('does not try for long when the password is wrong', async () => {
    const server = await startRedisServer(['--requirepass', 'right']);
    const url = server.url.replace('redis://', 'redis://:wrong@');
    const started = performance.now();
    expect(await refusal(open({ url }, [], { patience: Number.POSITIVE_INFINITY }))).toEqual({
      message: `Redis at ${server.url} refuses the user or password`,
      hint: 'check the user and password in engine.url and what the user may do',
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('refuses a Redis that is too old', async () => {
    const server = await oldRedis();
    expect(await refusal(open(server))).toEqual({
      message: `Redis at ${server.url} is version 5.0.14; Postrider needs 6.2`,
      hint: 'update Redis (7 or newer is best), or use `engine: { type: embedded }`',
    });
  });

  it('warns of a Redis that forgets: no persistence, or eviction', async () => {
    const server = await startRedisServer(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    const lines: LogLine[] = [];
    await open(server, lines);
    expect(lines.filter(({ level }) => level === WARN).map(({ msg, hint }) => ({ msg, hint }))).toEqual([
      { msg: expect.stringContaining('maxmemory-policy allkeys-lru'), hint: 'set `maxmemory-policy noeviction`' },
      { msg: expect.stringContaining('appendonly no'), hint: 'set `appendonly yes`' },
    ]);
  });

  it('says nothing about a Redis as it should be', async () => {
    const lines: LogLine[] = [];
    await open(await startRedisServer(), lines);
    expect(lines).toEqual([]);
  });

  it('shares a Redis with others under its own prefix', async () => {
    const server = await startRedisServer();
    const [one, two] = [await open(server, [], { prefix: 'one' }), await open(server, [], { prefix: 'two' })];
    await one.ledger.commit({ posts: [], deliveries: [makeDelivery('a')] });
    const { sent } = work(two);
    await sleep(500);
    expect(sent).toEqual([]);
    expect(await two.ledger.known()).toMatchObject({ initialised: false, posts: [] });
    expect((await server.client.keys('*')).filter((key) => !/^(one|two):/.test(key))).toEqual([]);
  });
});

describe('a Redis in trouble', () => {
  it('that is killed and started again loses nothing and doubles nothing', async () => {
    const server = await startRedisServer();
    const lines: LogLine[] = [];
    const engine = await open(server, lines);
    await engine.ledger.commit({ deliveries: many(300) });
    const { sent } = work(engine, { takes: 5 });
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
      const before = sent.length;
      await vi.waitFor(() => expect(sent.length).toBeGreaterThan(before + 20), { timeout: 15_000 });
      await server.stop(signal);
      await sleep(700);
      await server.start();
    }
    await untilSent(engine, 300);
    expect(sent.toSorted()).toEqual(idsOf(many(300)));
    // Said once each time, not at every try.
    expect(lines.filter(({ level }) => level === ERROR).length).toBeLessThan(12);
  }, 60_000);

  it('that comes back without the last of what it confirmed loses nothing and doubles nothing', async () => {
    // What a disk too slow for `appendfsync everysec`, or a replica that takes over, does: the snapshot is what is left.
    const server = await startRedisServer(ONLY_SNAPSHOTS);
    const lines: LogLine[] = [];
    const [watcher, one, two] = [await open(server, lines), await open(server), await open(server)];
    await watcher.ledger.commit({ deliveries: many(200) });
    const workers = [work(one, { takes: 5 }), work(two, { takes: 300 })];
    const sent = () => workers.flatMap((each) => each.sent);
    for (const news of [200, 220]) {
      const before = sent().length;
      await vi.waitFor(() => expect(sent().length).toBeGreaterThan(before + 10), { timeout: 15_000 });
      await server.client.save();
      // New channels, so that they go out at once; a big commit is staged.
      await watcher.ledger.commit({ posts: [], deliveries: many(20, 20, news).map(renamed) });
      if (news === 220) await watcher.ledger.commit({ deliveries: many(260, 5, 240) });
      await vi.waitFor(() => expect(sent().filter((id) => Number(id.slice(1)) >= news).length).toBeGreaterThan(5));
      await server.stop('SIGKILL');
      await sleep(500);
      await server.start();
    }
    await untilSent(one, 500, 40_000);
    expect(sent().toSorted()).toEqual(idsOf(many(500)));
    expect((await one.ledger.known()).initialised).toBe(true);
    expect(workers.flatMap(({ attempts }) => attempts).filter(({ doubtSince }) => doubtSince !== undefined)).toEqual(
      [],
    );
    expect(lines.filter(({ msg }) => msg.includes('came back without the last changes'))).toHaveLength(2);
  }, 90_000);

  it('that is away for longer than an attempt takes, and forgets it, doubles nothing', async () => {
    const server = await startRedisServer(ONLY_SNAPSHOTS);
    const [one, two] = [await open(server), await open(server)];
    await one.ledger.commit({ posts: [] });
    await server.client.save();
    await one.ledger.commit({ deliveries: many(4, 4) });
    const workers = [work(one, { takes: 1_000 }), work(two, { takes: 1_000 })];
    await vi.waitFor(() => expect(workers.flatMap(({ attempts }) => attempts)).toHaveLength(4));
    await server.stop('SIGKILL');
    await sleep(8_000);
    await server.start();
    await untilSent(one, 4);
    await sleep(4_000);
    expect(workers.flatMap(({ sent }) => sent).toSorted()).toEqual(idsOf(many(4)));
  }, 60_000);

  it('has only just started: who comes new takes nothing until the others are back', async () => {
    const server = await startRedisServer();
    work(await open(server));
    await sleep(1_000);
    await server.stop('SIGTERM');
    await server.start();
    const two = await open(server);
    const { sent } = work(two);
    await two.ledger.commit({ deliveries: many(1) });
    await sleep(1_500);
    expect(sent).toEqual([]);
    await untilSent(two, 1);
  }, 30_000);

  it('that forgets how an attempt failed, or that it left, keeps to that all the same', async () => {
    const server = await startRedisServer(ONLY_SNAPSHOTS);
    const engine = await open(server);
    const rate = { count: 3, per: 8_000 };
    const times: number[] = [];
    engine.queue.work({
      concurrency: 4,
      rateOf: (channel) => (channel === 'paced' ? rate : undefined),
      attempt: async ({ channel }) => {
        if (channel === 'wrong') return { outcome: { type: 'never', fault: { message: 'no such channel' } } };
        if (channel === 'unclear') return { outcome: { type: 'hold', fault: { message: 'no answer' } } };
        times.push(performance.now());
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await engine.ledger.commit({ posts: [] });
    await server.client.save();
    await engine.ledger.commit({
      deliveries: [
        ...Array.from({ length: 4 }, (_, i) => makeDelivery(`p${i}`, { channel: 'paced' })),
        ...['wrong', 'unclear'].map((channel) => makeDelivery(channel, { channel })),
      ],
    });
    const counts = () => engine.ledger.countByState();
    await vi.waitFor(async () => expect(await counts()).toMatchObject({ sent: 3, failed: 1, held: 1, pending: 1 }));
    await server.stop('SIGKILL');
    await server.start();
    await vi.waitFor(async () => expect(await counts()).toMatchObject({ sent: 4, failed: 1, held: 1, pending: 0 }), {
      timeout: 30_000,
    });
    expect(times).toHaveLength(4);
    expect((times[3] as number) - (times[2] as number)).toBeGreaterThan(rate.per);
  }, 60_000);

  it('rejects calls with an EngineError while it is away, and works again afterwards', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    await engine.ledger.commit({ deliveries: [makeDelivery('a')] });
    await server.stop('SIGKILL');
    await expect(engine.ping()).rejects.toThrow(EngineError);
    await expect(engine.ledger.commit({ deliveries: [makeDelivery('b')] })).rejects.toThrow(EngineError);
    await server.start();
    await vi.waitFor(() => engine.ping(), { timeout: 10_000 });
    expect(idsOf(await engine.ledger.deliveries())).toEqual(['a']);
  }, 60_000);

  it('that restarts for a moment is not even noticed by who calls', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    await server.stop('SIGTERM');
    const committing = engine.ledger.commit({ deliveries: [makeDelivery('a')] });
    await sleep(500);
    await server.start();
    expect(await committing).toEqual({ committed: true, created: ['a'] });
  }, 30_000);

  it('that is frozen for a while (longer than a worker may be silent) delays, and no more', async () => {
    const server = await startRedisServer();
    const [one, two] = [await open(server), await open(server)];
    await one.ledger.commit({ deliveries: many(200) });
    const workers = [work(one, { takes: 10 }), work(two, { takes: 10 })];
    const sent = () => workers.flatMap((each) => each.sent);
    await vi.waitFor(() => expect(sent().length).toBeGreaterThan(30), { timeout: 10_000 });
    server.signal('SIGSTOP');
    await sleep(9_000);
    server.signal('SIGCONT');
    await untilSent(one, 200);
    expect(sent().toSorted()).toEqual(idsOf(many(200)));
    expect(workers.flatMap(({ attempts }) => attempts).filter(({ doubtSince }) => doubtSince !== undefined)).toEqual(
      [],
    );
  }, 60_000);

  it('whose memory is full takes nothing new, says so once, and goes on when there is room', async () => {
    const server = await startRedisServer();
    const lines: LogLine[] = [];
    const engine = await open(server, lines);
    const { sent } = work(engine);
    await engine.ledger.commit({ deliveries: many(5) });
    await untilSent(engine, 5);

    await server.client.config('SET', 'maxmemory', '1mb');
    const full = await engine.ledger.commit({ deliveries: many(5, 5, 100) }).catch((error: unknown) => error);
    expect(full).toMatchObject({
      name: 'EngineError',
      message: `Redis at ${server.url} has no memory left for what Postrider wants to store`,
      hint: expect.stringContaining('maxmemory'),
    });
    await sleep(3_000);
    const errors = lines.filter(({ level }) => level === ERROR);
    expect(errors.length).toBeLessThan(4);
    expect(errors.map(({ msg }) => msg).join()).toContain('no memory left');

    await server.client.config('SET', 'maxmemory', '0');
    await engine.ledger.commit({ deliveries: many(5, 5, 100) });
    await untilSent(engine, 10);
    expect(sent).toHaveLength(10);
  }, 60_000);

  it('that fills up while attempts are under way still takes how they ended', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    await engine.ledger.commit({ deliveries: many(8, 4) });
    const { sent } = work(engine, { takes: 1_000 });
    await vi.waitFor(async () => expect((await engine.ledger.countByState()).sending).toBe(4));
    await server.client.config('SET', 'maxmemory', '1mb');
    await untilSent(engine, 4);
    expect(sent).toHaveLength(4);
    await server.client.config('SET', 'maxmemory', '0');
    await untilSent(engine, 8);
    expect(sent).toHaveLength(8);
  }, 60_000);

  it('that became a replica (READONLY) takes nothing until it is the primary again', async () => {
    const [server, primary] = [await startRedisServer(), await startRedisServer()];
    const engine = await open(server);
    const { sent } = work(engine);
    await engine.ledger.commit({ deliveries: many(5) });
    await untilSent(engine, 5);
    // It keeps its data while the other one, still empty, is away.
    await primary.stop('SIGKILL');
    await server.client.replicaof('127.0.0.1', primary.port);
    await expect(engine.ledger.commit({ deliveries: many(5, 5, 100) })).rejects.toThrow(
      `Redis at ${server.url} is a replica at present and takes no changes`,
    );
    await server.client.replicaof('NO', 'ONE');
    await vi.waitFor(() => engine.ledger.commit({ deliveries: many(5, 5, 100) }), { timeout: 10_000 });
    await untilSent(engine, 10);
    expect(sent).toHaveLength(10);
  }, 60_000);

  it('that fails over to another address goes on there', async () => {
    const [first, second] = [await startRedisServer(), await startRedisServer()];
    await first.client.config('SET', 'repl-diskless-sync-delay', '0');
    await second.client.replicaof('127.0.0.1', first.port);
    const proxy = await movingAddress(first.port);
    const engine = await open(proxy);
    const { sent } = work(engine, { takes: 5 });
    await engine.ledger.commit({ deliveries: many(100) });
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(10), { timeout: 10_000 });
    // WAIT is about what this very connection wrote, and all that was written before.
    await first.client.set('the last word', '1');
    expect(await first.client.wait(1, 5_000)).toBe(1);
    // A planned fail-over: writes stop, the replica catches up, and takes over under the same name.
    first.signal('SIGSTOP');
    await second.client.replicaof('NO', 'ONE');
    proxy.moveTo(second.port);
    await untilSent(engine, 100);
    expect([...new Set(sent)].toSorted()).toEqual(idsOf(many(100)));
  }, 60_000);
});

describe('the queue in Redis', () => {
  it('is filled again from the ledger when all of its keys are lost', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    await engine.ledger.commit({ deliveries: many(60, 20) });
    expect(await loseQueue(server)).toBeGreaterThan(0);
    const { sent } = work(engine, { takes: 20 });
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(10), { timeout: 10_000 });
    await loseQueue(server);
    await untilSent(engine, 60);
    expect(sent.toSorted()).toEqual(idsOf(many(60, 20)));
  }, 60_000);

  it('brings forward what waits longer than it must, because who committed it died before telling', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    const inAnHour = Date.now() + 3_600_000;
    const fault = { message: 'HTTP 503' };
    const sent: string[] = [];
    engine.queue.work({
      concurrency: 2,
      rateOf: () => undefined,
      attempt: async ({ id }) => {
        if (id === 'stuck') return { outcome: { type: 'later', at: inAnHour, fault } };
        sent.push(id);
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await engine.ledger.commit({ deliveries: [makeDelivery('stuck')] });
    const waiting = () => server.client.zcard(`${PREFIX}:queue:lanes:delayed`);
    await vi.waitFor(async () => expect(await waiting()).toBe(1));
    const ledger = await ledgerThatTellsNobody(server);
    await ledger.commit({ deliveries: [makeDelivery('news')] });
    await vi.waitFor(() => expect(sent).toEqual(['news']), { timeout: 15_000 });
  }, 60_000);

  it('gives thousands of channels their turn while others are paused, paced or slow', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    const channels = Array.from({ length: 2_000 }, (_, i) => `slack/C${i}`);
    await engine.ledger.commit({
      deliveries: channels.flatMap((channel) => [1, 2].map((n) => makeDelivery(`${channel}-${n}`, { channel }))),
    });
    const slow = new Set(channels.slice(0, 10));
    const worker = engine.queue.work({
      concurrency: 50,
      rateOf: () => ({ count: 1, per: 3_600_000 }),
      attempt: async ({ channel }) => {
        if (slow.has(channel)) await sleep(60_000, undefined, { ref: false });
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await untilSent(engine, 1_990, 40_000);
    const started = performance.now();
    await engine.ledger.commit({ deliveries: [makeDelivery('new', { channel: 'good' })] });
    await untilSent(engine, 1_991, 5_000);
    expect(performance.now() - started).toBeLessThan(1_500);
    await worker.close(0);
  }, 90_000);

  it('does not mix up channels whose names look alike to Redis or BullMQ', async () => {
    const engine = await open(await startRedisServer());
    const channels = ['a:b', 'a', '12345', 'dingtalk/cid/ab+c=', '社区 频道', 'a b\n*'];
    await engine.ledger.commit({ deliveries: channels.map((channel, i) => makeDelivery(`d${i}`, { channel })) });
    const { attempts } = work(engine);
    await untilSent(engine, channels.length);
    expect(attempts.map(({ channel }) => channel).toSorted()).toEqual(channels.toSorted());
  }, 30_000);

  it('remembers one message once, however many channels get it', async () => {
    const server = await startRedisServer();
    const engine = await open(server);
    const { message } = makeDelivery('a');
    const body = { ...message, body: '正文。'.repeat(10_000) };
    const before = await usedMemory(server);
    await engine.ledger.commit({
      deliveries: Array.from({ length: 1_000 }, (_, i) => makeDelivery(`d${i}`, { channel: `c${i}`, message: body })),
    });
    expect(((await usedMemory(server)) - before) / 1_000).toBeLessThan(4_000);
    expect((await engine.ledger.delivery('d999'))?.message).toEqual(body);
  });
});

/** The ledger of a process that dies as soon as it has committed something. */
async function ledgerThatTellsNobody({ url }: RedisServer): Promise<Engine['ledger']> {
  const world = { now: Date.now, random: () => 0, log: pino({ level: 'silent' }) };
  const store = createRedisStore(url, PREFIX, world);
  await store.redis.connect();
  onTestFinished(() => store.redis.disconnect());
  const deliveries = createDeliveries(store, world);
  const nobody = async () => {};
  const redoLog = createRedoLog(store.redis, world.log);
  return createLedger(store, deliveries, createOutbox(store, deliveries, nobody), redoLog, nobody, world);
}

async function loseQueue({ client }: RedisServer): Promise<number> {
  const keys = await client.keys(`${PREFIX}:queue:*`);
  return keys.length === 0 ? 0 : client.del(...keys);
}

async function usedMemory({ client }: RedisServer): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
}

/** An address in front of whichever port it is told to. */
async function movingAddress(port: number): Promise<{ url: string; moveTo(port: number): void }> {
  const sockets = new Set<{ destroy(): void }>();
  let target = port;
  const server = createServer((incoming) => {
    const outgoing = connect(target, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        incoming.destroy();
        outgoing.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    breakAll();
    server.close();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}`,
    moveTo: (next) => {
      target = next;
      breakAll();
    },
  };
}

/** Says that it is Redis 5, and knows little else. */
async function oldRedis(): Promise<{ url: string }> {
  const info = '# Server\r\nredis_version:5.0.14\r\nloading:0\r\n';
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      // A command is an array of texts, the first of which is its name.
      for (const [, name = ''] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\S+)\r\n/g)) {
        const isInfo = name.toLowerCase() === 'info';
        socket.write(isInfo ? `$${info.length}\r\n${info}\r\n` : `-ERR unknown command \`${name}\`\r\n`);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `redis://127.0.0.1:${(server.address() as { port: number }).port}` };
}
