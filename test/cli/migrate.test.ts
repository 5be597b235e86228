import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { archiveContents } from '../support/archive-contents.js';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { makeDelivery } from '../support/make-delivery.js';
import { markdownPost } from '../support/markdown-post.js';
import { launchPostrider, runPostrider, startPostrider } from '../support/postrider.js';
import { createRedisServer, startRedisServer } from '../support/redis-server.js';
import { tempFolder } from '../support/temp-folder.js';

const DELIVERIES = 8_000;

async function open(address: EngineAddress): Promise<Engine> {
  const engine = await openEngineAt(address, { carrying: true });
  onTestFinished(() => engine.close());
  return engine;
}

/** A folder with a config, and the two stores it may use. */
async function site() {
  const [folder, redis] = [tempFolder(), await startRedisServer()];
  folder.write('content/mosn.md', markdownPost('认识 MOSN', { date: '2022-01-31T10:00:00+08:00' }));
  const configure = (engine: string) => {
    folder.write(
      'postrider.yaml',
      `site: { title: 博客, url: "https://blog.example.org" }\nengine: ${engine}\nchannels: [{ name: terminal, type: console }]\n`,
    );
  };
  configure('{ type: embedded }');
  const embedded: EngineAddress = { type: 'embedded', file: join(folder.path, 'data/postrider.sqlite') };
  const inRedis: EngineAddress = { type: 'redis', url: redis.url, prefix: 'postrider' };
  return { path: folder.path, configure, redis, embedded, inRedis };
}

async function fill(address: EngineAddress): Promise<Engine> {
  const engine = await open(address);
  const posts = ['a', 'b'].map((id) => ({
    ...{ id, guid: id, url: `/${id}`, path: `${id}.md`, bodyHash: 'b', cardHash: 'c', gone: false },
  }));
  const deliveries = Array.from({ length: DELIVERIES }, (_, i) =>
    makeDelivery(`d${i}`, { channel: `slack/C${i % 50}` }),
  );
  await engine.ledger.commit({ posts, deliveries });
  const subscription = { destination: 'slack/C1', kind: 'tag', value: 'MOSN', createdBy: 'U1', createdAt: 1 } as const;
  await engine.subscriptions.add({ id: 's1', ...subscription });
  await engine.subscriptions.saveSettings('slack/C1', { language: 'en' });
  return engine;
}

const COUNTS = {
  posts: 2,
  editions: 0,
  drafts: 0,
  deliveries: DELIVERIES,
  subscriptions: 1,
  destinations: 1,
  schedules: 0,
};

it.each(['to Redis', 'back to the embedded engine'])(
  'carries everything %s, killed in the middle and run again',
  async (way) => {
    const { path, redis, embedded, inRedis } = await site();
    const [from, to] = way === 'to Redis' ? [embedded, inRedis] : [inRedis, embedded];
    const source = await fill(from);
    const args = ['migrate', '--from', from === embedded ? 'embedded' : redis.url];
    args.push('--to', to === embedded ? 'embedded' : redis.url);

    const killed = launchPostrider(path, args);
    const target = await open(to);
    const carried = async () => (await target.archive.counts()).delivery;
    await vi.waitFor(async () => expect(await carried()).toBeGreaterThan(0), { timeout: 20_000, interval: 1 });
    await killed.kill();
    expect(await carried()).toBeLessThan(DELIVERIES);

    const { code, stdout, stderr } = await runPostrider(path, [...args, '--json']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ from: source.archive.where, to: target.archive.where, counts: COUNTS });
    expect(await archiveContents(target)).toEqual(await archiveContents(source));
  },
  60_000,
);

it('says what it carried and what to do next, and never carries onto something', async () => {
  const { path, configure, redis, embedded } = await site();
  const source = await fill(embedded);
  const { code, stdout } = await runPostrider(path, ['migrate', '--to', redis.url]);
  expect(code).toBe(0);
  expect(
    stdout,
  ).toBe(`Carried from ${source.archive.where} to the ledger postrider in Redis at ${redis.url}, and counted there again:
posts          2
editions       0
drafts         0
deliveries     8000
subscriptions  1
destinations   1
schedules      0
Now set \`engine: { type: redis, url: … }\` in postrider.yaml. Never start Postrider with the old one again: it knows nothing of what is sent from here on.
`);
  const again = await runPostrider(path, ['migrate', '--to', redis.url]);
  expect([again.code, again.stdout]).toEqual([1, '']);
  expect(again.stderr).toContain(
    `There must be nothing where it goes to, but the ledger postrider in Redis at ${redis.url} holds something already; use another Redis`,
  );
  configure(`{ type: redis, url: "${redis.url}" }`);
  const status = JSON.parse((await runPostrider(path, ['status', '--json'])).stdout);
  expect(status).toMatchObject({ engine: 'redis', deliveries: { pending: DELIVERIES }, subscriptions: 1 });
});

it('lets nothing work with a half that was carried', async () => {
  const { path, configure, redis, embedded, inRedis } = await site();
  await fill(embedded);
  const killed = launchPostrider(path, ['migrate', '--to', redis.url]);
  const target = await open(inRedis);
  await vi.waitFor(async () => expect(await target.archive.mark()).toBeDefined(), { timeout: 20_000, interval: 1 });
  await killed.kill();
  configure(`{ type: redis, url: "${redis.url}" }`);
  for (const command of ['start', 'status']) {
    const { code, stderr } = await runPostrider(path, [command]);
    expect(code).toBe(1);
    expect(stderr).toContain('holds only a part of what is being carried to it from the database');
    expect(stderr).toContain('run `postrider migrate` again until it is through');
  }
});

it.each(['watcher', 'worker'])('does not carry away what a running %s works with', async (role) => {
  const { path, configure, redis } = await site();
  configure(`{ type: redis, url: "${redis.url}" }`);
  // A worker alone serves nothing, and so says ready without an address.
  await startPostrider(path, ['--roles', `web,${role}`]);
  const { code, stderr } = await runPostrider(path, ['migrate', '--to', 'embedded']);
  expect(code).toBe(1);
  expect(stderr).toContain(`A Postrider is working with the ledger postrider in Redis at ${redis.url}`);
});

it('names what is wrong with the stores', async () => {
  const { path, redis } = await site();
  const gone = await createRedisServer([], tempFolder().path);
  const cases: [args: string[], code: number, says: string][] = [
    [[], 2, "required option '--to <store>' not specified"],
    [['--to', 'mysql://db'], 2, '--to: expected redis://HOST:PORT, rediss://HOST:PORT or embedded'],
    [['--to', 'embedded'], 2, '--to is the embedded engine the config names already; say with --from'],
    [['--from', redis.url, '--to', `${redis.url}/`], 2, '--from and --to are the same'],
    [['--to', redis.url], 1, `there is no database ${join(path, 'data/postrider.sqlite')}; check dataDir`],
    [
      ['--from', gone.url.replace('//', '//:geheim@'), '--to', 'embedded'],
      1,
      `Redis at ${gone.url} refuses the connection`,
    ],
  ];
  for (const [args, code, says] of cases) {
    const result = await runPostrider(path, ['migrate', ...args]);
    expect([args, result.code, result.stdout]).toEqual([args, code, '']);
    expect(result.stderr).toContain(says);
    expect(result.stderr).not.toContain('geheim');
  }
});
