import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HubError, publishToHub } from '../feeds/publish-to-hub.js';
import type { World } from '../world.js';
import type { HubNotice } from './changed-topics.js';

/** First wait after a hub did not take a notice, doubling up to the longest (ms). */
const FIRST_BACKOFF = 5_000;
const LONGEST_BACKOFF = 3_600_000;
/** After this often (about half a day) a hub is given up; the feed's next change tells it anyway. */
const MOST_ATTEMPTS = 20;

interface Waiting extends HubNotice {
  attempts: number;
  /** ms since the epoch */
  dueAt: number;
}

export interface HubNoticesOptions {
  /** Keeps what is still to be told over restarts. */
  file: string;
  world: Pick<World, 'fetch' | 'now' | 'random' | 'log'>;
}

/** Tells WebSub hubs which feeds changed, until they have heard it. */
export interface HubNotices {
  /** A topic that is waiting already is told once: what counts is that it changed. */
  tell(notices: readonly HubNotice[]): void;
  close(): Promise<void>;
}

/**
 * The queue of WebSub notices. It belongs to the process that serves the feeds, not to the ledger: a notice is no
 * message to anybody, telling twice does no harm, and one post changes hundreds of feeds.
 */
export function openHubNotices({ file, world }: HubNoticesOptions): HubNotices {
  const waiting = new Map(read(file, world).map((notice) => [keyOf(notice), notice]));
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  function plan(): void {
    clearTimeout(timer);
    if (stopped.signal.aborted || running || waiting.size === 0) return;
    const next = Math.min(...[...waiting.values()].map(({ dueAt }) => dueAt));
    timer = setTimeout(
      () => {
        running = work().finally(() => {
          running = undefined;
          plan();
        });
      },
      Math.max(0, next - world.now()),
    );
  }

  /** One after the other: a hub that gets hundreds at once would rather have us wait. */
  async function work(): Promise<void> {
    for (const [key, notice] of waiting) {
      if (stopped.signal.aborted) break;
      if (notice.dueAt > world.now()) continue;
      await tellOne(key, notice);
    }
    write(file, [...waiting.values()]);
  }

  async function tellOne(key: string, notice: Waiting): Promise<void> {
    const { hub, topic } = notice;
    // Out of the list while it is told: a change that comes meanwhile is a further notice.
    waiting.delete(key);
    const putBack = (again: Waiting) => {
      if (!waiting.has(key)) waiting.set(key, again);
    };
    try {
      await publishToHub(hub, topic, { fetch: world.fetch, signal: stopped.signal });
    } catch (error) {
      if (stopped.signal.aborted) return putBack(notice);
      if (!(error instanceof HubError)) throw error;
      const attempts = notice.attempts + 1;
      if (!error.retry || attempts >= MOST_ATTEMPTS) {
        world.log.error({ hub, topic }, `a hub could not be told of a change: ${error.message}`);
        return;
      }
      if (attempts === 1) world.log.warn({ hub, topic }, `a hub will be told again: ${error.message}`);
      const backoff = Math.min(FIRST_BACKOFF * 2 ** notice.attempts, LONGEST_BACKOFF) * (1 + world.random() / 10);
      putBack({ ...notice, attempts, dueAt: world.now() + (error.retryAfter ?? backoff) });
    }
  }

  plan();
  return {
    tell(notices) {
      for (const { hub, topic } of notices) {
        const notice = { hub, topic, attempts: 0, dueAt: world.now() };
        if (!waiting.has(keyOf(notice))) waiting.set(keyOf(notice), notice);
      }
      if (notices.length > 0) write(file, [...waiting.values()]);
      plan();
    },
    async close() {
      stopped.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

function keyOf({ hub, topic }: HubNotice): string {
  return `${hub} ${topic}`;
}

function read(file: string, { log }: Pick<World, 'log'>): Waiting[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Waiting[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.warn({ err: error }, `${file} cannot be read; hubs hear of the next change instead`);
    }
    return [];
  }
}

function write(file: string, notices: readonly Waiting[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, JSON.stringify(notices));
  renameSync(`${file}.tmp`, file);
}
