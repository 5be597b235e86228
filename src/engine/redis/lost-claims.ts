import type { RateOf } from '../claimed.js';
import type { Claims } from './claims.js';
import type { Deliveries, LaneChange } from './deliveries.js';
import type { RedisStore, RedisWorld } from './redis-store.js';
import type { RedoLog } from './redo-log.js';

/** How often an engine that works says that it lives (ms). */
export const BEAT = 1_000;
/** Silent for this long, and not connected either: dead (ms). */
const SILENCE = 3_000;
/** Silent for this long: dead, when Redis does not tell who is connected (ms). */
const LONG_SILENCE = 30_000;

/**
 * Deliveries whose worker is gone. That it is gone shows by its silence and by its connection: the operating system
 * closes the connection of a process that dies, while one that is frozen or too busy to speak keeps it; then only the
 * end of the lease counts. Nobody is taken for dead by an engine that has just connected itself: when Redis was away,
 * everybody was silent.
 */
export interface LostClaims {
  /** Says that this engine lives. */
  beat(): Promise<void>;
  /** Whether any other engine works, or did `within` so many ms (default: lately) and did not say that it left. */
  othersAlive(within?: number): Promise<boolean>;
  /** This engine stops working. When Redis cannot be told now, silence tells it a little later. */
  leave(): Promise<void>;
  /** Puts back, in doubt, what lost its worker. */
  putBack(rateOf: RateOf): Promise<LaneChange[]>;
}

export function createLostClaims(
  store: RedisStore,
  deliveries: Deliveries,
  claims: Claims,
  redoLog: RedoLog,
  world: RedisWorld,
): LostClaims {
  let connectedSince = performance.now();
  store.redis.on('ready', () => {
    connectedSince = performance.now();
  });

  /** Names of all connections to Redis, or undefined when it does not tell. */
  const connections = async (): Promise<Set<string> | undefined> => {
    try {
      const list = await store.ask((redis) => redis.client('LIST'));
      return new Set([...String(list).matchAll(/ name=(\S+)/g)].map((match) => match[1] as string));
    } catch (error) {
      world.log.debug({ err: error }, 'Redis does not tell who is connected');
      return undefined;
    }
  };
  /** @param silence ms since the owner's last beat; undefined: it was never heard. */
  const isDead = (owner: string, silence: number, connected: Set<string> | undefined): boolean => {
    if (owner === store.owner || performance.now() - connectedSince < SILENCE) return false;
    if (!connected) return silence > LONG_SILENCE;
    return silence > SILENCE && !connected.has(`postrider-${owner}`);
  };

  return {
    beat: () => store.run('beat', store.owner),
    othersAlive: async (within = SILENCE) => (await store.run('othersAlive', store.owner, within)) === 1,
    leave: async () => {
      await store.run('leave', store.owner).catch((error: unknown) => {
        world.log.debug({ err: error }, 'could not say good-bye to Redis');
      });
    },
    putBack: async (rateOf) => {
      // What looks lost may have been settled, in changes that are about to be made again.
      if (redoLog.quietFor() > 0) return [];
      const underWay =
        await store.run<[id: string, lease: string, owner: string, claim: string, silence: string][]>('underWay');
      const now = world.now();
      const foreign = underWay.filter(([, , owner, claim]) => owner !== store.owner || !claims.isOwn(claim));
      const silent = foreign.some(
        ([, , owner, , silence]) => owner !== '' && Number(silence || LONG_SILENCE) > SILENCE,
      );
      const connected = silent ? await connections() : undefined;

      const putBack = await Promise.all(
        foreign.map(async ([id, lease, owner, , silence]) => {
          const [stored] = await deliveries.get([id]);
          const claim = stored?.delivery.claim;
          if (!stored || claim === undefined) return undefined;
          const { channel } = stored.delivery;
          const rate = rateOf(channel);
          // A claim of ours whose confirmation came too late: nobody attempts it, so nothing can have been sent.
          if (owner === store.owner && !claims.isUntold(claim)) {
            const event = { type: 'settle', claim, outcome: { type: 'release' } } as const;
            return deliveries.apply(id, event, { step: { type: 'release', claim, rate } });
          }
          const dead = owner !== '' && silent && isDead(owner, Number(silence || LONG_SILENCE + 1), connected);
          if (!dead && Number(lease) > now) return undefined;
          return deliveries.apply(id, { type: 'expire', claim }, { step: { type: 'arrive', claim, rate } });
        }),
      );
      return putBack.flatMap((change) => (change ? [change.lane] : []));
    },
  };
}
