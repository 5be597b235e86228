import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import type { World } from '../../world.js';
import { asRedisFault, isPassing, isVague, withoutSecrets } from './redis-fault.js';
import { SCRIPTS, type ScriptName } from './scripts.js';

/** How long one command may take (ms): a big commit takes a second or two, a Redis that hangs is an error. */
const COMMAND_TIMEOUT = 15_000;
/** How long to wait for a connection that broke before a call is given up (ms). Long enough for a restart of Redis. */
const PATIENCE = 5_000;
const LOOK_AGAIN = 50;

/** The connection to the ledger in Redis, and its scripts. Every call rejects with {@link EngineError} when Redis fails. */
export interface RedisStore {
  readonly redis: Redis;
  /** Names this engine as the owner of its claims, and its connection in Redis's list of clients. */
  readonly owner: string;
  /** Begins the name of every key. */
  readonly prefix: string;
  /** The address, without secrets. */
  readonly where: string;
  /** The full name of a key of the ledger. */
  key(name: string): string;
  /** Runs one of the scripts, which may be repeated safely too; the time is given to it. */
  run<Result>(name: ScriptName, ...args: (string | number)[]): Promise<Result>;
  /** A script among the commands of {@link ask}. */
  script<Result>(redis: Redis, name: ScriptName, ...args: (string | number)[]): Promise<Result>;
  /** Runs commands that may be repeated safely: when the connection breaks, it cannot be known whether they were run. */
  ask<Result>(commands: (redis: Redis) => Promise<Result>): Promise<Result>;
}

export type RedisWorld = Pick<World, 'now' | 'random' | 'log'>;

/** What every connection has in common. */
export const CONNECTION: RedisOptions = {
  lazyConnect: true,
  connectTimeout: 5_000,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times - 1, 10), 2_000),
  // After a fail-over the old primary answers READONLY: connect anew, perhaps to the new one, and send again.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

export function createRedisStore(url: string, prefix: string, world: RedisWorld): RedisStore {
  const owner = randomUUID();
  const redis = new Redis(url, {
    ...CONNECTION,
    connectionName: `postrider-${owner}`,
    commandTimeout: COMMAND_TIMEOUT,
    // Calls fail at once when the connection is gone, and `ask` decides about repeating them: a command that waits in
    // ioredis's queues might be run long after its caller gave up.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  });
  for (const [name, lua] of Object.entries(SCRIPTS)) redis.defineCommand(commandOf(name), { numberOfKeys: 1, lua });
  const where = withoutSecrets(url);
  const key = (name: string): string => `${prefix}:ledger:${name}`;

  const ask: RedisStore['ask'] = async (commands) => {
    const deadline = performance.now() + PATIENCE;
    let telling: unknown;
    for (;;) {
      try {
        return await commands(redis);
      } catch (error) {
        // After a READONLY the connection is made anew; that it was down then says less.
        if (!isVague(error)) telling = error;
        if (redis.status === 'end' || !isPassing(error) || performance.now() > deadline) {
          throw asRedisFault(telling ?? error, where);
        }
        await sleep(LOOK_AGAIN);
      }
    }
  };
  const script: RedisStore['script'] = <Result>(
    connection: Redis,
    name: ScriptName,
    ...args: (string | number)[]
  ): Promise<Result> => {
    const command = connection[commandOf(name) as keyof Redis] as (...args: unknown[]) => Promise<Result>;
    return command.call(connection, key(''), Math.round(world.now()), ...args);
  };
  return {
    redis,
    owner,
    prefix,
    where,
    key,
    ask,
    script,
    run: (name, ...args) => ask((connection) => script(connection, name, ...args)),
  };
}

function commandOf(script: string): string {
  return `postrider:${script}`;
}
