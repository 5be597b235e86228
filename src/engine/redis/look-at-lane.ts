import type { Lane } from '../engine.js';
import type { RedisStore } from './redis-store.js';

/** How a channel stands; see Queue.lanes. @param now ms since the epoch, by the clock of the ledger's callers */
export async function lookAtLane(channel: string, { ask, key }: RedisStore, now: number): Promise<Lane> {
  const [pending, sending, ready, paused] = await ask((redis) =>
    Promise.all([
      redis.zcard(key(`pending:${channel}`)),
      redis.scard(key(`sending:${channel}`)),
      redis.zscore(key('lanes'), channel),
      redis.hget(key(`lane:${channel}`), 'paused'),
    ]),
  );
  const pausedUntil = Number(paused ?? 0);
  return {
    channel,
    pending,
    sending,
    ...(ready !== null && { nextAt: Number(ready) }),
    ...(pausedUntil > now && { pausedUntil }),
  };
}
