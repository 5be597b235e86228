import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliveryId } from '../../src/announce/delivery.js';
import { runSubscriberDigests } from '../../src/bot/run-subscriber-digests.js';
import { type SubscriberDigest, subscriberDigest } from '../../src/bot/subscriber-digests.js';
import type { Post } from '../../src/content/post.js';
import type { Engine, NewDelivery, Subscription } from '../../src/engine/engine.js';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { sharedRedisServer } from '../support/redis-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.parse('2022-02-07T09:00:00+08:00');
const site = { title: '社区博客', description: '', url: 'https://blog.example.org', language: 'zh-CN' };
const weekly: Subscription = {
  ...{ id: 's1', destination: 'slack/C1', kind: 'tag', value: 'mosn', when: 'weekly', createdBy: 'slack/U1' },
  createdAt: Date.parse('2022-01-20T12:00:00+08:00'),
};
const posts = [
  makePost({
    ...{ slug: 'c', tags: ['MOSN'], date: '2022-02-04T10:00:00+08:00' },
    recommends: [{ title: '值得一读', url: 'https://mp.example.cn/s/1' }],
  }),
  makePost({ slug: 'b', tags: ['Other'], date: '2022-02-03T10:00:00+08:00' }),
  makePost({ slug: 'a', tags: ['MOSN'], date: '2022-02-02T10:00:00+08:00' }),
  makePost({ slug: 'before', tags: ['MOSN'], date: '2022-01-10T10:00:00+08:00' }),
];
const plan = (change: Partial<SubscriberDigest> = {}, list: readonly Post[] = posts) =>
  subscriberDigest({
    ...{ rhythm: 'weekly', at: MONDAY, place: 'slack/C1', language: 'zh', subscriptions: [weekly] },
    ...{ library: makeLibrary(list), site, timezone: 'Asia/Shanghai', home: 'https://feeds.example.org/posts/' },
    hasDelivery: () => false,
    seen: [],
    ...change,
  });
const listed = ([digest]: Pick<NewDelivery, 'message'>[]) =>
  digest?.message.sections.map(({ heading, items }) => [heading, items.map(({ title }) => title)]);

describe('a place that subscribed by week', () => {
  it('gets a digest of its own: posts since it subscribed, something to read, and a record for each post', async () => {
    const deliveries = await plan();
    expect(deliveries.map(({ kind, channel, state }) => [kind, channel, state])).toEqual([
      ['edition', 'slack/C1', undefined],
      ['post', 'slack/C1', 'skipped'],
      ['post', 'slack/C1', 'skipped'],
    ]);
    expect(deliveries[0]).toMatchObject({
      subject: 'subscription.weekly/2022-W06',
      message: { title: '本周的订阅 · 2022 年第 6 周', url: 'https://feeds.example.org/posts/' },
    });
    expect(listed(deliveries)).toEqual([
      ['新文章', ['标题 c', '标题 a']],
      ['推荐阅读', ['值得一读']],
    ]);
  });

  it('is not told again of what it knows, and gets nothing when nothing is new', async () => {
    const told = new Set([deliveryId('post', posts[0]?.id ?? '', 'slack/C1')]);
    expect(listed(await plan({ hasDelivery: (id) => told.has(id) }))?.[0]).toEqual(['新文章', ['标题 a']]);
    expect(await plan({ hasDelivery: () => true })).toEqual([]);
    const silent = posts.map((post) => ({ ...post, announce: { enabled: false, channels: [] } }));
    expect(await plan({}, silent)).toEqual([]);
  });

  it('hears of a post that was merged long after its date', async () => {
    const late = makePost({ slug: 'late', tags: ['MOSN'], date: '2022-01-22T10:00:00+08:00' });
    const told = new Set(posts.map(({ id }) => deliveryId('post', id, 'slack/C1')));
    expect(listed(await plan({ hasDelivery: (id) => told.has(id) }, [...posts, late]))?.[0]).toEqual([
      '新文章',
      ['标题 late'],
    ]);
  });

  it('may have subscribed to everything, or to search words', async () => {
    const all = { ...weekly, kind: 'all', value: '' } as const;
    expect(listed(await plan({ subscriptions: [all] }))?.[0]?.[1]).toEqual(['标题 c', '标题 b', '标题 a']);
    const words = { ...weekly, kind: 'search', value: '标题 b' } as const;
    expect(listed(await plan({ subscriptions: [words] }))?.[0]?.[1]).toEqual(['标题 b']);
  });
});

const server = sharedRedisServer();
const engines: [string, () => EngineAddress][] = [
  ['embedded', () => ({ type: 'embedded', file: join(tempFolder().path, 'postrider.db') })],
  ['redis', () => ({ type: 'redis', url: server().url, prefix: `test-${randomUUID()}` })],
];

describe.each(engines)('digests of subscriptions (%s)', (_, store) => {
  it('go out once a period, whatever runs twice, sees another library or was away', async () => {
    let now = Date.parse('2022-02-06T20:00:00+08:00');
    const world = testWorld({ now: () => now });
    const address = store();
    const [one, two] = [await openEngineAt(address, world), await openEngineAt(address, world)];
    await one.subscriptions.add(weekly);
    await one.subscriptions.add({ ...weekly, id: 's2', destination: 'dingtalk/cid1', when: 'daily' });
    await one.subscriptions.add({ ...weekly, id: 's3', destination: 'slack/C3', when: undefined });
    await one.subscriptions.add({ ...weekly, id: 's4', destination: 'slack/C4', paused: 'archived' });
    await one.subscriptions.saveSettings('dingtalk/cid1', { language: 'en' });
    let library = posts;
    let stale = true;
    const run = (engine: Engine, seen: () => readonly Post[]) =>
      runSubscriberDigests({
        ...{ engine, library: () => makeLibrary(seen()), site, timezone: 'Asia/Shanghai', language: 'zh' },
        log: world.log,
      });
    // The second process has not seen the newest post yet.
    const runs = [run(one, () => library), run(two, () => (stale ? library.slice(1) : library))];
    onTestFinished(async () => {
      for (const each of runs) await each.close();
      await one.close();
      await two.close();
    });
    const settled = async (rhythm: 'daily' | 'weekly', at: number) => {
      const cron = { daily: '0 9 * * *', weekly: '0 9 * * 1' }[rhythm];
      const name = `digest subscription.${rhythm} ${cron} Asia/Shanghai`;
      while (((await one.schedule.handled(name)) ?? 0) < at) await sleep(20);
    };
    const digests = async () =>
      (await one.ledger.deliveries({ states: ['pending'] })).map(({ kind, channel, subject }) => [
        kind,
        channel,
        subject,
      ]);

    await settled('weekly', now);
    expect(await digests()).toEqual([]);
    now = MONDAY + 3 * HOUR;
    await settled('weekly', MONDAY);
    await settled('daily', MONDAY);
    const first = await digests();
    expect(first.toSorted()).toEqual([
      ['edition', 'dingtalk/cid1', 'subscription.daily/2022-02-07'],
      ['edition', 'slack/C1', 'subscription.weekly/2022-W06'],
    ]);
    const [english] = await one.ledger.deliveries({ channel: 'dingtalk/cid1', states: ['pending'] });
    expect(english?.message.title).toBe('Your subscriptions today · 2022-02-07');

    stale = false;
    // Nothing new for a while; then a post, and a Monday missed by three days.
    now = MONDAY + 7 * DAY + HOUR;
    await settled('weekly', MONDAY + 7 * DAY);
    const told = async () => (await one.ledger.deliveries({ channel: 'slack/C1', states: ['skipped'] })).length;
    const toldBefore = await told();
    library = [makePost({ slug: 'd', tags: ['MOSN'], date: '2022-02-15T10:00:00+08:00' }), ...library];
    now = MONDAY + 17 * DAY;
    await settled('weekly', MONDAY + 14 * DAY);
    await settled('daily', MONDAY + 17 * DAY);
    expect(await told()).toBeGreaterThan(toldBefore);
    expect((await digests()).filter(([, channel]) => channel === 'slack/C1').map(([, , id]) => id)).toContain(
      'subscription.weekly/2022-W08',
    );
    // Every post once in each place, over all its digests.
    for (const channel of ['slack/C1', 'dingtalk/cid1']) {
      const sections = (await one.ledger.deliveries({ channel, states: ['pending'] })).flatMap(
        ({ message }) => message.sections,
      );
      const urls = sections.flatMap(({ items }) => items.map(({ url }) => url));
      expect(new Set(urls).size).toBe(urls.length);
      const news = sections.filter(({ heading }) => /^(?:新文章|New posts)$/.test(heading ?? ''));
      expect(news.flatMap(({ items }) => items.map(({ title }) => title)).toSorted()).toEqual([
        '标题 a',
        '标题 c',
        '标题 d',
      ]);
    }
  });
});
