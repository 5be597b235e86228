import { randomUUID } from 'node:crypto';
import type { Ledger } from '../engine.js';
import { toPlan } from './commit-plan.js';
import { type LaneChange, toLane } from './deliveries.js';
import type { Outbox } from './outbox.js';
import type { RedisStore, RedisWorld } from './redis-store.js';
import type { RedoLog } from './redo-log.js';

/** More deliveries than this are staged first: the one script that commits them would keep Redis from everybody else. */
const BIG = 200;
/** Deliveries staged at once. */
const PORTION = 500;

interface Reply {
  committed: boolean;
  created: string[];
  lanes: string[][];
}

/** See Ledger.commit. `onChange` is told of channels that may have become ready. */
export function createCommit(
  { run, ask, key }: RedisStore,
  outbox: Outbox,
  redoLog: RedoLog,
  onChange: (lanes: LaneChange[], sure: boolean) => Promise<void>,
  world: RedisWorld,
): Ledger['commit'] {
  /** Deliveries of a big commit wait where nobody sees them, and the commit, which is small then, takes them in. */
  const stage = async (token: string, deliveries: unknown[]): Promise<void> => {
    for (let from = 0; from < deliveries.length; from += PORTION) {
      const portion = deliveries.slice(from, from + PORTION).map((each) => JSON.stringify(each));
      await run('stage', token, from, ...portion);
    }
  };

  return async (commit) => {
    const plan = toPlan(commit, world.now());
    const token = randomUUID();
    const staged = plan.deliveries.length > BIG ? plan.deliveries : [];
    const small = { ...plan, deliveries: staged.length > 0 ? [] : plan.deliveries, staged: staged.length };
    const write = async (): Promise<Reply> => {
      for (;;) {
        await stage(token, staged);
        const reply: Reply | { lost: true } = JSON.parse(await run<string>('commit', token, JSON.stringify(small)));
        // Only when Redis was away for longer than what is staged is kept.
        if (!('lost' in reply)) return reply;
      }
    };
    const { committed, created, lanes } = await write();
    if (!committed) return { committed, created };
    redoLog.remember(async () => {
      if ((await ask((redis) => redis.exists(key(`commit:${token}`)))) === 1) return false;
      const again = await write();
      // Another process was faster; the next look at the content plans it anew.
      if (!again.committed) world.log.warn('a commit that Redis has forgotten does not fit what it has now');
      return again.committed;
    });
    if (staged.length > 0 || commit.revisions?.length) await outbox.empty();
    await onChange(lanes.map(toLane), false);
    const unfolded = staged.length > 0 ? await ask((redis) => redis.lrange(key(`created:${token}`), '0', '-1')) : [];
    return { committed, created: [...created, ...unfolded] };
  };
}
