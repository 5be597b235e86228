import { readFileSync } from 'node:fs';
import type { Problem } from '../content/post.js';
import type { Engine } from '../engine/engine.js';
import type { GaugeReading } from '../web/create-metrics.js';
import type { World } from '../world.js';

/** What a process knows of the content; a worker knows nothing. */
export interface KnownContent {
  posts: number;
  problems: readonly Problem[];
  jobs: readonly { name: string; next?: number }[];
}

export interface GaugeSources {
  engine: Engine;
  /** Names of the configured channels. */
  channels: readonly string[];
  content(): KnownContent | undefined;
  log: World['log'];
}

/** The name all subscribed places have in metrics together. */
export const SUBSCRIBED = 'subscribed';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** What is read at each scrape. What the engine knows is left out, and logged, while it does not answer. */
export async function readGauges(sources: GaugeSources): Promise<GaugeReading[]> {
  const here = [
    { name: 'postrider_build_info', help: 'Which Postrider runs; always 1.', labels: { version }, value: 1 },
    ...contentGauges(sources.content()),
  ];
  try {
    return [...here, up(1), ...(await engineGauges(sources))];
  } catch (error) {
    sources.log.warn({ err: error }, 'the engine does not answer; its metrics are left out');
    return [...here, up(0)];
  }
}

function up(value: 0 | 1): GaugeReading {
  return { name: 'postrider_engine_up', help: 'Whether the store of the engine answers.', value };
}

function contentGauges(content: KnownContent | undefined): GaugeReading[] {
  if (!content) return [];
  const { posts, problems, jobs } = content;
  return [
    { name: 'postrider_posts', help: 'Posts readers may see.', value: posts },
    ...(['error', 'warning'] as const).map((severity) => ({
      name: 'postrider_problems',
      help: 'Things wrong with posts and digest jobs, by severity.',
      labels: { severity },
      value: problems.filter((problem) => problem.severity === severity).length,
    })),
    ...jobs.flatMap(({ name, next }) =>
      next === undefined
        ? []
        : [
            {
              name: 'postrider_digest_next_run_timestamp_seconds',
              help: 'When a digest job runs next.',
              labels: { job: name },
              value: next / 1000,
            },
          ],
    ),
  ];
}

async function engineGauges({ engine, channels }: GaugeSources): Promise<GaugeReading[]> {
  const { ledger, queue, subscriptions } = engine;
  const [states, lastScan, subscribed, lanes] = await Promise.all([
    ledger.countByState(),
    ledger.lastScan(),
    subscriptions.list(),
    queue.lanes(channels),
  ]);
  const depth = (channel: string, state: 'pending' | 'sending', value: number): GaugeReading => ({
    name: 'postrider_queue_depth',
    help: 'Deliveries that wait or are under way, by channel; the places that subscribed are one.',
    labels: { channel, state },
    value,
  });
  const others = (state: 'pending' | 'sending') =>
    Math.max(0, states[state] - lanes.reduce((sum, lane) => sum + lane[state], 0));
  const paused = subscribed.filter((subscription) => subscription.paused !== undefined).length;
  return [
    ...Object.entries(states).map(([state, value]) => ({
      name: 'postrider_deliveries',
      help: 'Deliveries by the state they are in.',
      labels: { state },
      value,
    })),
    ...lanes.flatMap(({ channel, pending, sending }) => [
      depth(channel, 'pending', pending),
      depth(channel, 'sending', sending),
    ]),
    depth(SUBSCRIBED, 'pending', others('pending')),
    depth(SUBSCRIBED, 'sending', others('sending')),
    ...lanes.map(({ channel, pausedUntil }) => ({
      name: 'postrider_channel_paused',
      help: 'Whether the platform asked to be left alone for a while.',
      labels: { channel },
      value: pausedUntil === undefined ? 0 : 1,
    })),
    ...Object.entries({ active: subscribed.length - paused, paused }).map(([state, value]) => ({
      name: 'postrider_subscriptions',
      help: 'Subscriptions of channels and people; those of places that are gone are paused.',
      labels: { state },
      value,
    })),
    ...(lastScan === undefined
      ? []
      : [
          {
            name: 'postrider_last_scan_timestamp_seconds',
            help: 'When the content was last read and what is new was written down.',
            value: lastScan / 1000,
          },
        ]),
  ];
}
