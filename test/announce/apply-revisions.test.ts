import { describe, expect, it } from 'vitest';
import { applyRevisions } from '../../src/announce/apply-revisions.js';
import { attemptDelivery, type Target } from '../../src/announce/attempt-delivery.js';
import { commitScan, type ScanToCommit } from '../../src/announce/commit-scan.js';
import { dingtalk } from '../../src/channels/dingtalk/dingtalk.js';
import { slack } from '../../src/channels/slack/slack.js';
import type { Post } from '../../src/content/post.js';
import { DINGTALK_SECRET, startDingtalkServer } from '../support/dingtalk-server.js';
import { makePost } from '../support/make-post.js';
import { openEngine } from '../support/open-engine.js';
import { httpFault, rateLimited } from '../support/platform-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { testWorld } from '../support/test-world.js';

const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };
const first = makePost({ slug: 'first', date: '2022-02-01T00:00:00+08:00' });
const tiger = makePost({ slug: 'tiger', title: '喜迎虎年', date: '2022-02-03T00:00:00+08:00' });

/** A library whose scans reach a Slack channel and a DingTalk group, on a clock of its own. */
async function community(rules: Partial<ScanToCommit['announce']> = {}) {
  let now = Date.parse('2022-02-03T12:00:00+08:00');
  const world = testWorld({ now: () => now });
  const platform = await startSlackServer(world.now);
  const robot = await startDingtalkServer({ now: world.now });
  const engine = openEngine(world);
  const slackOptions = slack.options.parse({ token: SLACK_TOKEN, channel: 'C0123456', apiUrl: platform.apiUrl });
  const robotOptions = dingtalk.options.parse({ webhook: robot.webhook, secret: DINGTALK_SECRET });
  const context = { language: 'zh', timezone: 'Asia/Shanghai' } as const;
  const targets: Record<string, Target> = {
    slack: {
      channel: slack.open(slackOptions, world),
      onDoubt: 'resend',
      render: (message, deliveryId) => slack.render(message, { ...context, deliveryId }, slackOptions),
    },
    robot: {
      channel: dingtalk.open(robotOptions, world),
      onDoubt: 'resend',
      render: (message, deliveryId) => dingtalk.render(message, { ...context, deliveryId }, robotOptions),
    },
  };
  const signal = new AbortController().signal;
  const work = {
    concurrency: 4,
    rateOf: () => undefined,
    waitMs: 0,
    attempt: (delivery: Parameters<typeof attemptDelivery>[0]) =>
      attemptDelivery(delivery, targets[delivery.channel] as Target, { ...world, signal }),
  };
  const scan = async (...posts: Post[]) => {
    const announce = {
      maxAge: Number.POSITIVE_INFINITY,
      burst: 5,
      breaker: null,
      edits: 'update',
      deletes: 'keep',
    } as const;
    await commitScan(
      {
        posts,
        announce: { ...announce, ...rules },
        channels: ['slack', 'robot'].map((name) => ({ name, announce: true, match, language: 'zh' })),
        subscriptions: [],
        languageOf: () => 'zh',
      },
      engine.ledger,
      world,
    );
    await send();
  };
  const send = async () => {
    const pending = await engine.ledger.deliveries({ states: ['pending'] });
    await engine.queue.attemptNow(
      pending.map(({ id }) => id),
      work,
    );
  };
  const calls = (method: string) => platform.requests.filter(({ url }) => url.pathname.endsWith(method)).length;
  await scan(first);
  await scan(first, tiger);
  return {
    ...{ engine, platform, robot, scan, send, calls },
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
    revise: () => applyRevisions({ ...world, ledger: engine.ledger, targetOf: (name) => targets[name], signal }),
    shown: () => platform.messages.map(({ blocks }) => blocks[0].text.text.split('\n')[0]),
  };
}

const TITLE = '*<https://blog.example.org/blog/tiger/|喜迎虎年>*';

describe('an edit', () => {
  it('changes the message in place where the platform can, and nothing where it cannot', async () => {
    const { engine, platform, robot, scan, pass, revise, shown } = await community();
    expect(shown()).toEqual([TITLE]);
    const before = await engine.ledger.countByState();
    await scan(first, { ...tiger, title: '喜迎虎年（修订）', tags: ['新标签'] });
    await revise();
    expect(shown()).toEqual([TITLE]);
    pass(5);
    await revise();
    expect(shown()).toEqual(['*<https://blog.example.org/blog/tiger/|喜迎虎年（修订）>*']);
    expect(JSON.stringify(platform.messages[0]?.blocks)).toContain('#新标签');
    expect(platform.messages[0]?.metadata).toMatchObject({ event_type: 'postrider_delivery' });
    expect(robot.messages).toHaveLength(1);
    expect(await engine.ledger.countByState()).toEqual(before);
    await revise();
    expect(platform.messages[0]?.edits).toBe(1);
    expect(await engine.ledger.dueRevisions(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('that comes in a burst is one change', async () => {
    const { platform, scan, pass, revise, shown } = await community();
    for (const version of ['一', '二', '三', '四']) {
      await scan(first, { ...tiger, title: `喜迎虎年${version}` });
      pass(2);
      await revise();
    }
    pass(5);
    await revise();
    expect(platform.messages[0]?.edits).toBe(1);
    expect(shown()).toEqual(['*<https://blog.example.org/blog/tiger/|喜迎虎年四>*']);
  });

  it('that fails never becomes a new message: it is tried again, or given up with a note', async () => {
    const { engine, platform, scan, pass, revise, shown, calls } = await community();
    await scan(first, { ...tiger, title: '喜迎虎年二' });
    pass(5);
    for (const fault of [rateLimited(30), httpFault(500), { type: 'drop', taken: true } as const]) {
      platform.faults.push(fault);
      await revise();
      pass(60);
    }
    await revise();
    expect(shown()).toEqual(['*<https://blog.example.org/blog/tiger/|喜迎虎年二>*']);
    expect(calls('chat.postMessage')).toBe(1);

    platform.messages.splice(0);
    await scan(first, { ...tiger, title: '喜迎虎年三' });
    pass(5);
    await revise();
    pass(3_600);
    await revise();
    expect(platform.messages).toEqual([]);
    expect(calls('chat.postMessage')).toBe(1);
    const [delivery] = await engine.ledger.deliveries({ channel: 'slack' });
    expect(delivery).toMatchObject({
      state: 'sent',
      fault: { message: 'the message could not be updated: Slack refused: message_not_found' },
    });
  });

  it('is left alone when the config says so', async () => {
    const { platform, scan, pass, revise, shown } = await community({ edits: 'ignore' });
    await scan(first, { ...tiger, title: '喜迎虎年二' });
    pass(10);
    await revise();
    expect(shown()).toEqual([TITLE]);
    expect(platform.messages[0]?.edits).toBe(0);
  });

  it('of a post that is not out yet goes out with it', async () => {
    const { platform, robot, scan, send, pass, shown } = await community();
    platform.faults.push(rateLimited(30));
    robot.faults.push(httpFault(500));
    const news = makePost({ slug: 'news', title: '旧的', date: '2022-02-03T01:00:00+08:00' });
    await scan(first, tiger, news);
    await scan(first, tiger, { ...news, title: '新的' });
    pass(60);
    await send();
    expect(shown()).toEqual([TITLE, '*<https://blog.example.org/blog/news/|新的>*']);
    expect(robot.messages.map(({ title }) => title)).toEqual(['新文章：喜迎虎年', '新文章：新的']);
  });
});

describe('a post in a round-up', () => {
  const posts = Array.from({ length: 6 }, (_, i) =>
    makePost({ slug: `p${i}`, title: `第 ${i} 篇`, date: `2022-02-03T0${i}:00:00+08:00` }),
  );

  it('changes there when it is edited or deleted, all edits of a burst at once', async () => {
    const { platform, scan, pass, revise, calls } = await community({ deletes: 'delete' });
    await scan(first, tiger, ...posts);
    const drawn = () => platform.messages[1]?.blocks.map((block) => block.text?.text ?? '').join('\n');
    expect(drawn()).toContain('*6 篇新文章*');
    const [p0, p1, ...others] = posts as [Post, Post, ...Post[]];
    const moved = { ...p1, url: 'https://blog.example.org/moved/', title: '搬家了' };
    await scan(first, tiger, { ...p0, title: '改过的第 0 篇' }, moved, ...others.slice(1));
    pass(5);
    await revise();
    expect(platform.messages[1]?.edits).toBe(1);
    expect(drawn()).toContain('*5 篇新文章*');
    expect(drawn()).toContain('改过的第 0 篇');
    expect(drawn()).toContain('<https://blog.example.org/moved/|搬家了>');
    expect(drawn()).not.toContain('/p1/');
    expect(drawn()).not.toContain('第 2 篇');
    expect(calls('chat.postMessage')).toBe(2);
  });

  it('is sent as it is now when the round-up is not out yet', async () => {
    const { platform, scan, send, pass } = await community();
    platform.faults.push(rateLimited(30));
    await scan(first, tiger, ...posts);
    await scan(first, tiger, { ...(posts[0] as Post), title: '改过的第 0 篇' }, ...posts.slice(1));
    pass(60);
    await send();
    expect(JSON.stringify(platform.messages[1]?.blocks)).toContain('改过的第 0 篇');
  });
});

describe('a post that is deleted', () => {
  it('keeps its message unless the config says delete', async () => {
    const keeping = await community();
    await keeping.scan(first);
    keeping.pass(10);
    await keeping.revise();
    expect(keeping.shown()).toEqual([TITLE]);

    const deleting = await community({ deletes: 'delete' });
    await deleting.scan(first);
    deleting.pass(10);
    await deleting.revise();
    expect(deleting.shown()).toEqual([]);
    expect(deleting.robot.messages).toHaveLength(1);
    await deleting.scan(first, tiger);
    deleting.pass(10);
    await deleting.revise();
    expect(deleting.shown()).toEqual([]);
    expect(deleting.calls('chat.postMessage')).toBe(1);
  });

  it('before it was announced is not, and is when it comes back', async () => {
    const { platform, scan, send, pass, shown } = await community();
    platform.faults.push(rateLimited(30));
    const news = makePost({ slug: 'news', title: '新闻', date: '2022-02-03T01:00:00+08:00' });
    await scan(first, tiger, news);
    await scan(first, tiger);
    pass(60);
    await send();
    expect(shown()).toEqual([TITLE]);
    await scan(first, tiger, news);
    expect(shown()).toEqual([TITLE, '*<https://blog.example.org/blog/news/|新闻>*']);
  });
});
