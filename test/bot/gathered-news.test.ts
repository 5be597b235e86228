import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliveryId } from '../../src/announce/delivery.js';
import { gatheredNews } from '../../src/bot/gathered-news.js';
import { runGatheredNews } from '../../src/bot/run-gathered-news.js';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { Subscription } from '../../src/engine/engine.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';
import { until } from '../support/until.js';

const monday = Date.parse('2022-02-07T09:00:00+08:00');
const weekly: Subscription = {
  ...{ id: 's1', destination: 'slack/C1', kind: 'tag', value: 'mosn', when: 'weekly', createdBy: 'slack/U1' },
  createdAt: Date.parse('2022-01-20T12:00:00+08:00'),
};
const posts = [
  makePost({ slug: 'c', tags: ['MOSN'], date: '2022-02-04T10:00:00+08:00' }),
  makePost({ slug: 'b', tags: ['Other'], date: '2022-02-03T10:00:00+08:00' }),
  makePost({ slug: 'a', tags: ['MOSN'], date: '2022-02-02T10:00:00+08:00' }),
  makePost({ slug: 'old', tags: ['MOSN'], date: '2022-01-10T10:00:00+08:00' }),
];
const plan = (change: Partial<Parameters<typeof gatheredNews>[0]> = {}) =>
  gatheredNews({
    ...{ when: 'weekly', at: monday, posts, subscriptions: [weekly] },
    languageOf: () => 'zh',
    hasDelivery: () => false,
    ...change,
  });
const urls = (deliveries: ReturnType<typeof plan>) =>
  deliveries.flatMap(({ message }) => message.sections.flatMap(({ items }) => items.map(({ url }) => url)));

describe('news gathered for a subscription', () => {
  it('is one message with the matching posts since it was made, and a record for each', () => {
    const deliveries = plan();
    expect(urls(deliveries)).toEqual(['https://blog.example.org/blog/c/', 'https://blog.example.org/blog/a/']);
    expect(deliveries.map(({ kind, channel, state }) => [kind, channel, state])).toEqual([
      ['roundup', 'slack/C1', undefined],
      ['post', 'slack/C1', 'skipped'],
      ['post', 'slack/C1', 'skipped'],
    ]);
  });

  it('leaves out what the place was told already', () => {
    const told = deliveryId('post', posts[0]?.id ?? '', 'slack/C1');
    const deliveries = plan({ hasDelivery: (id) => id === told });
    expect(deliveries).toMatchObject([{ kind: 'post', message: { url: 'https://blog.example.org/blog/a/' } }]);
    expect(deliveries[0]?.state).toBeUndefined();
  });

  it('is nothing for paused subscriptions, those of another rhythm, and posts that are not to be announced', () => {
    expect(plan({ subscriptions: [{ ...weekly, paused: 'archived' }] })).toEqual([]);
    expect(plan({ subscriptions: [{ ...weekly, when: 'daily' }] })).toEqual([]);
    expect(plan({ subscriptions: [{ ...weekly, when: undefined }] })).toEqual([]);
    expect(plan({ posts: posts.map((post) => ({ ...post, announce: { enabled: false, channels: [] } })) })).toEqual([]);
  });

  it('goes out once each Monday morning, whatever runs twice or was away', async () => {
    let now = Date.parse('2022-02-06T20:00:00+08:00');
    const world = testWorld({ now: () => now });
    const engine = openEmbeddedEngine({ file: join(tempFolder().path, 'postrider.db'), ...world });
    await engine.subscriptions.add(weekly);
    const runs = [1, 2].map(() =>
      runGatheredNews({
        engine,
        library: () => makeLibrary(posts),
        timezone: 'Asia/Shanghai',
        language: 'zh',
        log: world.log,
      }),
    );
    onTestFinished(async () => {
      for (const run of runs) await run.close();
      await engine.close();
    });
    const sent = async () => (await engine.ledger.deliveries({ states: ['pending'] })).map(({ kind }) => kind);
    let handled: number | undefined;
    const handledAt = (at: number) => {
      void engine.schedule.handled('subscriptions weekly').then((value) => {
        handled = value;
      });
      return handled === at;
    };
    await until(() => handledAt(now));
    expect(await sent()).toEqual([]);
    now = monday + 3 * 3_600_000;
    await until(() => handledAt(monday));
    expect(await sent()).toEqual(['roundup']);
    now = Date.parse('2022-02-21T09:00:01+08:00');
    await until(() => handledAt(Date.parse('2022-02-21T09:00:00+08:00')));
    expect(await sent()).toEqual(['roundup']);
  });
});
