import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { applyRevisions } from '../../src/announce/apply-revisions.js';
import { attemptDelivery, type Target } from '../../src/announce/attempt-delivery.js';
import { commitScan } from '../../src/announce/commit-scan.js';
import type { Delivery } from '../../src/announce/delivery.js';
import { loadChannelTypes } from '../../src/channels/index.js';
import type { Post } from '../../src/content/post.js';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { DINGTALK_SECRET, type DingtalkServer, startDingtalkServer } from '../support/dingtalk-server.js';
import { makePost } from '../support/make-post.js';
import { seededRandom } from '../support/seeded-random.js';
import { SLACK_TOKEN, type SlackServer, startSlackServer } from '../support/slack-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

/*
 * The promise of exactly once against everything that goes wrong at once, a thousand times over: refused and lost
 * connections, silence, 429, 500, kills at every step, workers frozen past their lease, a clock that jumps. The engine,
 * the channels and the platforms are real; what is played is the network between them, the clock and the death of a
 * process. A schedule is its seed: FAULT_SEED=17 runs just that one.
 */

const SCHEDULES = Number(process.env.FAULT_SCHEDULES ?? 1_000);
const SEEDS = process.env.FAULT_SEED
  ? [Number(process.env.FAULT_SEED)]
  : Array.from({ length: SCHEDULES }, (_, i) => i + 1);
const START = Date.parse('2022-02-04T12:00:00+08:00');
/** After so many calls over the network nothing goes wrong any more, so that a schedule comes to an end. */
const TROUBLED_CALLS = 14;
const MOST_STEPS = 400;

const FAULTS = [
  'refused',
  'lost',
  'taken and lost',
  'silent',
  'taken and silent',
  '429',
  '500',
  'taken and 504',
] as const;

it(`announces each post once in Slack and in DingTalk under ${SEEDS.length} schedules of faults`, {
  timeout: 300_000,
}, async () => {
  const platforms = {
    slack: await startSlackServer(() => START),
    dingtalk: await startDingtalkServer({ unlimited: true, now: () => clock.now }),
  };
  platforms.slack.channels.HOLD = { member: true };
  platforms.slack.channels.RESEND = { member: true };
  const clock = { now: START };
  // In memory where the system has such a disk: thousands of flushes to a real one prove nothing here.
  const path = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/postrider-') : tempFolder().path;
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const seed of SEEDS) {
    try {
      await runSchedule(seed, `${path}/${seed}.db`, clock, platforms);
    } catch (error) {
      throw new Error(`seed ${seed}: run it alone with FAULT_SEED=${seed}`, { cause: error });
    }
  }
});

interface Platforms {
  slack: SlackServer;
  dingtalk: DingtalkServer;
}

/** One running Postrider: its engine and its way to the network, until it is killed. */
interface Process {
  engine: Engine;
  targets: Record<string, Target>;
  dead: boolean;
  /** It slept through its lease once; once is enough. */
  frozen: boolean;
}

async function runSchedule(seed: number, file: string, clock: { now: number }, platforms: Platforms): Promise<void> {
  const random = seededRandom(seed);
  const chance = (probability: number) => random() < probability;
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  clock.now = START;
  platforms.slack.messages.splice(0);
  platforms.dingtalk.messages.splice(0);
  let calls = 0;
  const troubled = () => calls < TROUBLED_CALLS;

  const old = makePost({ slug: `s${seed}-old` });
  const news = ['a', 'b'].map((name) => makePost({ slug: `s${seed}-${name}`, title: `${name} 的标题` }));
  const frozen: { thaw(): void; done: Promise<unknown> }[] = [];
  let onFreeze = () => {};

  /** Dies like after SIGKILL: nothing it does from now on reaches the store or the network. */
  const kill = async (process: Process) => {
    process.dead = true;
    await process.engine.close();
  };
  const start = (): Process => {
    const process: Process = {
      engine: openEmbeddedEngine({ file, ...testWorld({ now: () => clock.now, random }) }),
      dead: false,
      frozen: false,
      targets: {},
    };
    process.targets = openTargets(platforms, clock, (input, init) => network(process, input, init));
    return process;
  };
  const network = async (process: Process, ...request: Parameters<typeof fetch>): Promise<Response> => {
    const dies = new Error('this process is dead');
    if (process.dead) throw dies;
    calls += 1;
    if (!troubled() || chance(0.45)) return fetch(...request);
    if (chance(0.25)) {
      if (chance(0.5)) await fetch(...request);
      await kill(process);
      throw dies;
    }
    const fault = pick(FAULTS);
    if (fault.startsWith('taken')) await fetch(...request);
    return answerWith(fault);
  };
  const attempt = (process: Process) => async (delivery: Delivery, signal: AbortSignal) => {
    if (process.dead) throw new Error('this process is dead');
    if (troubled() && !process.frozen && chance(0.05)) {
      process.frozen = true;
      await new Promise<void>((thaw) => {
        frozen.push({ thaw, done: Promise.resolve() });
        onFreeze();
      });
    }
    const target = process.targets[delivery.channel] as Target;
    return attemptDelivery(delivery, target, { ...testWorld({ now: () => clock.now }), signal });
  };

  let library: Post[] = [old];
  let running = start();
  const scan = () => commitScan(scanOf(library), running.engine.ledger, testWorld({ now: () => clock.now }));
  await scan();
  library = [old, ...news];
  await scan();

  for (let step = 0; ; step++) {
    if (step > MOST_STEPS) throw new Error('it does not come to an end');
    if (running.dead) running = start();
    const open = await running.engine.ledger.deliveries({ states: ['pending', 'sending'] });
    if (open.length === 0 && frozen.length === 0) break;
    if (troubled() && chance(0.1)) library = [old, ...news.map((post) => ({ ...post, title: `${post.slug} ${step}` }))];
    if (chance(0.15)) await scan();
    if (troubled() && chance(0.1)) {
      await kill(running);
      continue;
    }
    const ids = open.map(({ id }) => id).reverse();
    const work = { concurrency: 1, rateOf: () => undefined, waitMs: 0, attempt: attempt(running) };
    const before = frozen.length;
    const freezing = new Promise<void>((resolve) => {
      onFreeze = resolve;
    });
    const process = running;
    const done = running.engine.queue.attemptNow(ids, work).catch((error: unknown) => {
      if (!process.dead) throw error;
    });
    await Promise.race([done, freezing]);
    const asleep = frozen[before];
    if (asleep) {
      // Another process goes on meanwhile; the frozen one's lease runs out.
      asleep.done = done.then(() => kill(process));
      clock.now += 61_000;
      running = start();
    }
    if (frozen.length > 0 && (chance(0.4) || !troubled())) {
      const waking = frozen.shift();
      waking?.thaw();
      await waking?.done;
    }
    const due = open.map(({ dueAt }) => dueAt).filter((at) => at > clock.now);
    clock.now += due.length > 0 && chance(0.7) ? Math.min(...due) - clock.now : 1_000 + Math.floor(random() * 30_000);
    if (troubled() && chance(0.05)) clock.now += Math.floor((random() - 0.5) * 7_200_000);
  }

  // An author's last edit reaches what can be changed, though the network and the process fail on the way.
  await scan();
  for (let round = 0; round < 15; round++) {
    if (running.dead) running = start();
    const process = running;
    clock.now += 120_000;
    const world = testWorld({ now: () => clock.now });
    const { ledger } = process.engine;
    const { signal } = new AbortController();
    if ((await ledger.dueRevisions(Number.MAX_SAFE_INTEGER, 1)).length === 0) break;
    await applyRevisions({ ...world, ledger, targetOf: (name) => process.targets[name], signal }).catch((error) => {
      if (!process.dead) throw error;
    });
  }
  const states = await running.engine.ledger.deliveries({ limit: 1_000 });
  await kill(running);
  if (process.env.FAULT_SEED)
    for (const d of states)
      console.log(d.channel, d.message.title, d.state, d.attempts, JSON.stringify(d.fault), JSON.stringify(d.revision));
  check(library.slice(1), states, platforms);
}

function check(news: Post[], deliveries: Delivery[], { slack, dingtalk }: Platforms): void {
  const inSlack = (channel: string, post: Post) =>
    slack.messages.filter(
      (message) => message.channel === channel && JSON.stringify(message.blocks).includes(post.url),
    );
  const stateOf = (channel: string, post: Post) =>
    deliveries.find((each) => each.channel === channel && each.subject === post.id)?.state;
  for (const post of news) {
    const seen = inSlack('C0123456', post);
    expect(
      seen.map(({ text }) => text),
      'exactly one in Slack, as the post is now',
    ).toEqual([`新文章：${post.title}（齐天）`]);
    expect(
      dingtalk.messages.filter(({ text }) => text.includes(post.url)),
      'exactly one in DingTalk',
    ).toHaveLength(1);
    expect(stateOf('slack', post)).toBe('sent');
    expect(stateOf('dingtalk', post)).toBe('sent');

    const held = inSlack('HOLD', post).length;
    expect(held, 'at most one where a doubt is held').toBeLessThanOrEqual(1);
    expect(['sent', 'held']).toContain(stateOf('hold', post));
    if (stateOf('hold', post) === 'sent') expect(held).toBe(1);
    expect(inSlack('RESEND', post).length, 'at least one where a doubt is sent again').toBeGreaterThanOrEqual(1);
    expect(stateOf('resend', post)).toBe('sent');
  }
  expect(deliveries).toHaveLength(news.length * 4);
}

const CHANNELS = ['slack', 'dingtalk', 'hold', 'resend'] as const;

function scanOf(posts: Post[]) {
  const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };
  return {
    posts,
    announce: { maxAge: 86_400_000, burst: 5, breaker: null, edits: 'update', deletes: 'keep' } as const,
    channels: CHANNELS.map((name) => ({ name, announce: true, match, language: 'zh' as const })),
    subscriptions: [],
    languageOf: () => 'zh' as const,
  };
}

const kinds = new Map((await loadChannelTypes()).map((kind) => [kind.type, kind]));

function openTargets(
  { slack, dingtalk }: Platforms,
  clock: { now: number },
  network: typeof fetch,
): Record<string, Target> {
  const world = testWorld({ now: () => clock.now, fetch: network });
  const target = (name: string, own: Record<string, unknown>, onDoubt: Target['onDoubt'] = 'resend'): Target => {
    const type = kinds.get(name);
    const options = type?.options.parse(own);
    return {
      channel: type?.open(options, world) as Target['channel'],
      onDoubt,
      render: (message, deliveryId) => type?.render(message, { language: 'zh', timezone: 'UTC', deliveryId }, options),
    };
  };
  return {
    slack: target('slack', { token: SLACK_TOKEN, channel: 'C0123456', apiUrl: slack.apiUrl }),
    dingtalk: target('dingtalk', { webhook: dingtalk.webhook, secret: DINGTALK_SECRET }),
    hold: target('slack-webhook', { webhook: slack.webhook('HOLD') }, 'hold'),
    resend: target('slack-webhook', { webhook: slack.webhook('RESEND') }),
  };
}

/** What the network makes of a request, as undici tells it. */
function answerWith(fault: (typeof FAULTS)[number]): Response {
  const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  switch (fault) {
    case 'refused':
      throw failed('ECONNREFUSED');
    case 'lost':
    case 'taken and lost':
      throw failed('ECONNRESET');
    case 'silent':
    case 'taken and silent':
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    case '429':
      return new Response('{"ok":false,"error":"ratelimited"}', { status: 429, headers: { 'retry-after': '30' } });
    case '500':
      return new Response('<html>', { status: 500 });
    case 'taken and 504':
      return new Response('<html>', { status: 504 });
  }
}
