import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scheduleName } from '../../src/digest/due-editions.js';
import { openRedisEngine } from '../../src/engine/redis/open-redis-engine.js';
import { DINGTALK_SECRET, startDingtalkServer } from '../support/dingtalk-server.js';
import { makeDelivery } from '../support/make-delivery.js';
import { markdownPost } from '../support/markdown-post.js';
import { launchPostrider, runPostrider, startPostrider } from '../support/postrider.js';
import { createRedisServer, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';
import { until } from '../support/until.js';

/** Long enough for a further message to come, if one would. */
const QUIET = 2_000;
/** How long a busy machine may need for something that takes a second. */
const PATIENCE = 30_000;

/** A community on Slack and DingTalk whose Postriders share a Redis. */
async function community(redis: Pick<RedisServer, 'url'>, extra = '') {
  const [slack, dingtalk, folder] = [await startSlackServer(), await startDingtalkServer(), tempFolder()];
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org }
content: { path: content, permalink: "/blog/{slug}/" }
engine: { type: redis, url: "${redis.url}" }
channels:
  - { name: community, type: slack, token: ${SLACK_TOKEN}, channel: C0123456, apiUrl: "${slack.apiUrl}" }
  - { name: group, type: dingtalk, webhook: "${dingtalk.webhook}", secret: ${DINGTALK_SECRET} }
bot:
  slack: { token: ${SLACK_TOKEN}, signingSecret: secret, apiUrl: "${slack.apiUrl}" }
announce: { breaker: 0 }
${extra}`,
  );
  folder.write('content/first.md', markdownPost('早就有的文章'));
  const start = (roles: string) => startPostrider(folder.path, ['--roles', roles]);
  return { slack, dingtalk, folder, start };
}

/** The ledger, to look into and to prepare. */
async function openLedger({ url }: Pick<RedisServer, 'url'>) {
  const engine = await openRedisEngine({ url, prefix: 'postrider', ...testWorld({ now: Date.now }) });
  onTestFinished(() => engine.close());
  return engine;
}

const titles = (messages: readonly { text: string }[]) => messages.map(({ text }) => text);

describe('several processes on one Redis', () => {
  it('announce a post once and send an edition once, with two watchers and three workers', async () => {
    const redis = await startRedisServer();
    const { slack, dingtalk, folder, start } = await community(redis);
    folder.write(
      'jobs/hourly.md',
      '---\ntitle: 每小时\nschedule: "0 * * * *"\nwhenEmpty: send\ncatchUp: 2d\nchannels: [community]\n---\n{{ edition.id }} 的推荐阅读\n',
    );
    // As if all of them had been down for a while: each one finds the run it missed.
    const engine = await openLedger(redis);
    const job = { name: 'hourly', schedule: '0 * * * *', timezone: 'Asia/Shanghai' };
    await engine.schedule.markHandled(scheduleName(job), Date.now() - 3 * 3_600_000);
    await Promise.all(['watcher,web', 'watcher,web', 'worker,web', 'worker,web', 'worker,web'].map(start));
    folder.write('content/news.md', markdownPost('新闻'));

    await until(() => slack.messages.length >= 2 && dingtalk.messages.length >= 1, PATIENCE);
    await sleep(QUIET);
    const count = (text: string) => titles(slack.messages).filter((title) => title.includes(text)).length;
    expect([count('新闻'), count('每小时'), slack.messages.length]).toEqual([1, 1, 2]);
    expect(dingtalk.messages).toHaveLength(1);
    expect(await engine.ledger.editions()).toHaveLength(1);
  }, 90_000);

  it('keep to 20 a minute for a DingTalk robot together', async () => {
    const redis = await startRedisServer();
    const { dingtalk, start } = await community(redis);
    const { ledger } = await openLedger(redis);
    await Promise.all(['worker,web', 'worker,web', 'worker,web'].map(start));
    await ledger.commit({
      posts: [],
      deliveries: Array.from({ length: 30 }, (_, i) => makeDelivery(`d${i}`, { channel: 'group' })),
    });
    await until(() => dingtalk.messages.length === 20, PATIENCE);
    await sleep(QUIET);
    // The stand-in punishes the 21st request within a minute, as DingTalk does: none was sent.
    expect(dingtalk.requests).toHaveLength(20);
    expect(await ledger.countByState()).toMatchObject({ sent: 20, pending: 10, failed: 0 });
  }, 90_000);

  it('hold no channel back for another, with 2,000 subscribed ones behind one Slack token', async () => {
    const redis = await startRedisServer();
    const { slack, start, folder } = await community(redis);
    const { ledger, subscriptions } = await openLedger(redis);
    const places = Array.from({ length: 2_000 }, (_, i) => `C${1_000 + i}`);
    for (const place of places) slack.channels[place] = { member: true };
    const everything = { kind: 'all', value: '', createdBy: 'U1', createdAt: 1 } as const;
    await Promise.all(
      places.map((place) => subscriptions.add({ id: place, destination: `slack/${place}`, ...everything })),
    );
    // Slack takes what these get and never answers, breaks down over them, or has heard enough for the next hour.
    const [silent, failing, limited] = [places[3], places[4], places[5]];
    slack.faultOf = ({ url, body }) => {
      const place = url.pathname.endsWith('chat.postMessage') ? new URLSearchParams(body).get('channel') : null;
      const refused = (status: number, headers = {}) =>
        ({ type: 'answer', taken: false, answer: { status, headers, body: { ok: false } } }) as const;
      if (place === silent) return { type: 'silence', taken: false };
      if (place === failing) return refused(503);
      return place === limited ? refused(429, { 'retry-after': '3600' }) : undefined;
    };
    await Promise.all(['watcher,web', 'worker,web', 'worker,web'].map(start));
    folder.write('content/news.md', markdownPost('新闻'));
    // All but three, and the configured channel.
    const all = places.length - 3 + 1;
    await until(() => slack.messages.length >= all, 2 * PATIENCE);
    const before = await ledger.countByState();
    expect(before.sent).toBeGreaterThan(all - 50);
    expect(before.sending).toBeGreaterThan(0);
    // What comes now meets the slow one still at it.
    await ledger.commit({ deliveries: [makeDelivery('next', { channel: 'slack/C1000' })] });
    await until(() => slack.messages.length === all + 1, PATIENCE);
    expect(new Set(slack.messages.map(({ channel }) => channel)).size).toBe(all);
  }, 180_000);
});

describe('a Redis that is not there, not safe, or gone for a while', () => {
  it('is waited for at the start: said once, and ready when it comes', async () => {
    const redis = await createRedisServer(['--appendonly', 'yes'], tempFolder().path);
    onTestFinished(() => redis.stop('SIGKILL'));
    const { folder } = await community(redis);
    const { output } = launchPostrider(folder.path, ['start', '--roles', 'watcher,web'], { PORT: '0' });
    await until(() => output.stderr.includes('refuses the connection'), PATIENCE);
    await sleep(QUIET);
    expect(output.stdout).toBe('');
    await redis.start();
    await until(() => output.stdout.startsWith('ready http://127.0.0.1:'), PATIENCE);
    const said = output.stderr.split('\n').filter((line) => line.includes('refuses the connection'));
    expect(said.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        msg: `Redis at ${redis.url} refuses the connection; trying again until it does not`,
        hint: 'start Redis, or check host and port in engine.url',
      }),
    ]);
  }, 60_000);

  it('is not waited for by a command, which says what is wrong', async () => {
    const redis = await createRedisServer([], tempFolder().path);
    const { folder } = await community({ url: redis.url.replace('//', '//:geheim@') });
    const { code, stdout, stderr } = await launchPostrider(folder.path, ['status']).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').at(-2)).toBe(
      `Redis at ${redis.url} refuses the connection; start Redis, or check host and port in engine.url`,
    );
  });

  it('is a fault for the doctor and a warning at the start when it forgets', async () => {
    const redis = await startRedisServer(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    const { folder, start } = await community(redis);
    const { code, stdout } = await runPostrider(folder.path, ['doctor', '--json']);
    expect(code).toBe(1);
    const found = (JSON.parse(stdout) as { what: string; verdict: string; hint: string }[]).filter(
      ({ what }) => what === 'redis',
    );
    expect(found.map(({ verdict, hint }) => [verdict, hint])).toEqual([
      ['fault', 'set `maxmemory-policy noeviction`'],
      ['fault', 'set `appendonly yes`'],
    ]);
    const { output } = await start('web');
    const warnings = output.stderr.split('\n').filter((line) => line.includes('"level":40'));
    expect(warnings.map((line) => JSON.parse(line).hint)).toEqual(found.map(({ hint }) => hint));
  }, 60_000);

  it('delays, and no more, when it is frozen for 30 seconds: nothing is lost or doubled, and everybody lives on', async () => {
    const redis = await startRedisServer();
    const { slack, dingtalk, folder, start } = await community(redis);
    const [watcher, ...workers] = await Promise.all(['watcher,web', 'worker,web', 'worker,web'].map(start));
    folder.write('content/before.md', markdownPost('停顿之前'));
    await until(() => slack.messages.length === 1 && dingtalk.messages.length === 1, PATIENCE);

    redis.signal('SIGSTOP');
    folder.write('content/during.md', markdownPost('停顿之中'));
    await sleep(30_000);
    const feed = await fetch(`${watcher?.url}/rss.xml`);
    expect(feed.status).toBe(200);
    redis.signal('SIGCONT');

    await until(() => slack.messages.length === 2 && dingtalk.messages.length === 2, PATIENCE);
    folder.write('content/after.md', markdownPost('停顿之后'));
    await until(() => slack.messages.length === 3 && dingtalk.messages.length === 3, PATIENCE);
    await sleep(QUIET);
    expect([slack.messages.length, dingtalk.messages.length]).toEqual([3, 3]);
    for (const each of [watcher, ...workers]) expect(await each?.stop()).toBe(0);
  }, 180_000);
});
