import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { commitScan, type ScanToCommit } from '../../src/announce/commit-scan.js';
import type { Post } from '../../src/content/post.js';
import type { Engine } from '../../src/engine/engine.js';
import { makePost } from '../support/make-post.js';
import { openEngine } from '../support/open-engine.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const DAY = 86_400_000;
const NOW = Date.parse('2022-02-10T12:00:00+08:00');
const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };

function scan(posts: Post[], announce: Partial<ScanToCommit['announce']> = {}): ScanToCommit {
  return {
    posts,
    announce: {
      ...{ maxAge: 30 * DAY, burst: 5, breaker: { count: 50, per: 60_000 }, edits: 'update', deletes: 'keep' },
      ...announce,
    },
    channels: ['community', 'group'].map((name) => ({ name, announce: true, match, language: 'zh' })),
    subscriptions: [],
    languageOf: () => 'zh',
  };
}
const posts = (...slugs: string[]) => slugs.map((slug) => makePost({ slug, title: slug }));
let now = NOW;
beforeEach(() => {
  now = NOW;
});
const world = testWorld({ now: () => now });
const commit = (engine: Engine, ...args: Parameters<typeof scan>) => commitScan(scan(...args), engine.ledger, world);
const told = async ({ ledger }: Engine) =>
  (await ledger.deliveries({ limit: 1_000 }))
    .map(({ channel, kind, message, state }) => `${channel} ${kind} ${message.title} ${state}`)
    .sort();

describe('scans of a growing library', () => {
  it('announce what is new since the first one, each post once a channel for ever', async () => {
    const engine = openEngine({ now: () => now });
    await commit(engine, posts('a', 'b'));
    expect(await told(engine)).toEqual([]);
    const { created } = await commit(engine, posts('a', 'b', 'c'));
    expect(created).toHaveLength(2);
    expect(await told(engine)).toEqual(['community post c pending', 'group post c pending']);

    const renamed = makePost({ slug: 'c-renamed', title: 'c', bodyHash: posts('c')[0]?.bodyHash });
    for (const library of [posts('a', 'b', 'c'), posts('a'), [], posts('b', 'c'), [...posts('a', 'b'), renamed]]) {
      expect((await commit(engine, library)).created).toEqual([]);
    }
    expect(await told(engine)).toEqual(['community post c pending', 'group post c pending']);
  });

  it('begin with an empty library without taking the next scan for the first', async () => {
    const engine = openEngine({ now: () => now });
    await commit(engine, []);
    await commit(engine, posts('a'));
    expect(await told(engine)).toEqual(['community post a pending', 'group post a pending']);
  });

  it('give posts back with the identity the ledger knows', async () => {
    const engine = openEngine({ now: () => now });
    const [a] = posts('a') as [Post];
    await commit(engine, [a]);
    const moved = makePost({ slug: 'moved', bodyHash: a.bodyHash });
    expect((await commit(engine, [moved])).posts).toMatchObject([{ id: a.id, guid: a.guid, slug: 'moved' }]);
  });

  it('announce once when several processes bring the same news at the same time', async () => {
    const file = `${tempFolder().path}/postrider.db`;
    const engines = Array.from({ length: 4 }, () => openEngine({ now: () => now }, file));
    await commit(engines[0] as Engine, posts('a'));
    const results = await Promise.all(engines.map((engine) => commit(engine, posts('a', 'b', 'c'))));
    expect(results.flatMap(({ created }) => created)).toHaveLength(4);
    expect(await told(engines[0] as Engine)).toHaveLength(4);
  });

  it('do not write when nothing changed', async () => {
    const engine = openEngine({ now: () => now });
    await commit(engine, posts('a'));
    const before = await engine.ledger.known();
    await commit(engine, posts('a'));
    expect(await engine.ledger.known()).toEqual(before);
  });
});

describe('the circuit breaker', () => {
  it('holds a channel for which more is about to leave than it allows, and tells the operator', async () => {
    const errors: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => errors.push(JSON.parse(line).msg) });
    const engine = openEngine({ now: () => now });
    await commit(engine, []);
    const four = scan(posts('a', 'b', 'c', 'd'), { burst: 0, breaker: { count: 3, per: 60_000 } });
    const result = await commitScan(four, engine.ledger, { now: () => now, log });
    expect(result.stopped).toEqual(['community', 'group']);
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 0, held: 8 });
    expect(errors[0]).toBe(
      'announcements stopped: 4 messages were about to leave at once, and announce.breaker allows 3 within 60 s',
    );
  });

  it('counts what other scans made within its time, and stops what still waits', async () => {
    const engine = openEngine({ now: () => now });
    const breaker = { count: 2, per: 60_000 };
    await commit(engine, []);
    await commit(engine, posts('a', 'b'), { breaker });
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 4, held: 0 });
    await commit(engine, posts('a', 'b', 'c'), { breaker });
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 0, held: 6 });
  });

  it('keeps the channel stopped until somebody retries, and then lets everything go', async () => {
    const engine = openEngine({ now: () => now });
    const breaker = { count: 2, per: 60_000 };
    await commit(engine, []);
    await commit(engine, posts('a', 'b', 'c'), { breaker, burst: 0 });
    now += DAY;
    await commit(engine, posts('a', 'b', 'c', 'd'), { breaker, burst: 0 });
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 0, held: 8 });
    for (const { id } of await engine.ledger.deliveries()) await engine.ledger.transition(id, { type: 'retry' });
    await commit(engine, posts('a', 'b', 'c', 'd'), { breaker, burst: 0 });
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 8, held: 0 });
    now += DAY;
    await commit(engine, posts('a', 'b', 'c', 'd', 'e'), { breaker, burst: 0 });
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 10, held: 0 });
  });

  it('lets a round-up pass: it is one message', async () => {
    const engine = openEngine({ now: () => now });
    await commit(engine, []);
    const many = Array.from({ length: 60 }, (_, i) => makePost({ slug: `p${i}` }));
    await commit(engine, many);
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 2, held: 0, skipped: 120 });
  });

  it('is off when the config says 0', async () => {
    const engine = openEngine({ now: () => now });
    await commit(engine, []);
    const many = Array.from({ length: 60 }, (_, i) => makePost({ slug: `p${i}` }));
    await commit(engine, many, { breaker: null, burst: 0 });
    expect(await engine.ledger.countByState()).toMatchObject({ pending: 120, held: 0 });
  });
});
