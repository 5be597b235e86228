import { Redis } from 'ioredis';
import { EngineError } from '../engine.js';
import { asRedisFault, withoutSecrets } from './redis-fault.js';
import { CONNECTION } from './redis-store.js';

/** Something about a Redis that is wrong or unwise for us. */
export interface RedisFinding {
  /**
   * `error`: Postrider does not start on it. `danger`: it starts, and warns that what is sent may be forgotten and sent
   * again. `warning`: the same in rare cases only, or nobody can tell.
   */
  severity: 'error' | 'danger' | 'warning';
  message: string;
  hint: string;
}

/** BullMQ recommends 6.2, and the scripts of the ledger are tested from there. */
const OLDEST = [6, 2];
/** How long `doctor` waits for a connection (ms). */
const PATIENCE = 5_000;

/** Looks at a Redis without changing anything: reachable, new enough, and safe to keep a ledger in. */
export async function checkRedis(url: string): Promise<RedisFinding[]> {
  const where = withoutSecrets(url);
  const redis = new Redis(url, { ...CONNECTION, retryStrategy: () => null, commandTimeout: PATIENCE });
  let last: Error | undefined;
  redis.on('error', (error: Error) => {
    last = error;
  });
  try {
    await redis.connect();
    return await inspectRedis(redis, where);
  } catch (error) {
    const fault = asRedisFault(last ?? error, where);
    if (fault instanceof EngineError) return [{ severity: 'error', message: fault.message, hint: fault.hint }];
    throw fault;
  } finally {
    redis.disconnect();
  }
}

/** {@link checkRedis} over a connection that is there. */
export async function inspectRedis(redis: Redis, where: string): Promise<RedisFinding[]> {
  const info = await redis.info();
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? '0';
  if (isTooOld(version)) {
    const hint = 'update Redis (7 or newer is best), or use `engine: { type: embedded }`';
    return [
      {
        severity: 'error',
        message: `Redis at ${where} is version ${version}; Postrider needs ${OLDEST.join('.')}`,
        hint,
      },
    ];
  }
  const settings = await readSettings(redis);
  return settings
    ? [...evictionFindings(settings, where), ...persistenceFindings(settings, info, where)]
    : [unknown(where)];
}

interface Settings {
  policy: string;
  appendonly: string;
  appendfsync: string;
  save: string;
}

/** @returns undefined when Redis does not tell, as many hosted ones do not. */
async function readSettings(redis: Redis): Promise<Settings | undefined> {
  const ask = async (name: string): Promise<string> => {
    const reply = (await redis.config('GET', name)) as string[];
    return reply[1] ?? '';
  };
  try {
    return {
      policy: await ask('maxmemory-policy'),
      appendonly: await ask('appendonly'),
      appendfsync: await ask('appendfsync'),
      save: await ask('save'),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ReplyError') return undefined;
    throw error;
  }
}

function evictionFindings({ policy }: Settings, where: string): RedisFinding[] {
  if (policy === 'noeviction') return [];
  return [
    {
      severity: 'danger',
      message: `Redis at ${where} may throw data away when its memory is full (maxmemory-policy ${policy}): what was sent could be forgotten and sent again`,
      hint: 'set `maxmemory-policy noeviction`',
    },
  ];
}

function persistenceFindings({ appendonly, save, appendfsync }: Settings, info: string, where: string): RedisFinding[] {
  const failing = ['aof_last_write_status', 'rdb_last_bgsave_status'].filter((name) => info.includes(`${name}:err`));
  if (failing.length > 0) {
    const message = `Redis at ${where} could not write its data to disk last time (${failing.join(', ')})`;
    return [{ severity: 'danger', message, hint: 'look into its log and at its disk' }];
  }
  if (appendonly === 'yes') {
    if (appendfsync !== 'no') return [];
    const message = `Redis at ${where} leaves it to the system when its data reach the disk (appendfsync no): a power failure may lose the last half minute`;
    return [{ severity: 'warning', message, hint: 'set `appendfsync always` (or `everysec`)' }];
  }
  const lost = save === '' ? 'everything is lost' : 'the last minutes are lost';
  const message = `Redis at ${where} does not log its changes (appendonly no): when it stops, ${lost}, and what was sent then could be sent again`;
  return [{ severity: 'danger', message, hint: 'set `appendonly yes`' }];
}

function unknown(where: string): RedisFinding {
  return {
    severity: 'warning',
    message: `Redis at ${where} does not tell its settings`,
    hint: 'make sure that it persists its data (AOF) and that maxmemory-policy is noeviction',
  };
}

function isTooOld(version: string): boolean {
  const parts = version.split('.').map(Number);
  const [major = 0, minor = 0] = parts;
  return major < (OLDEST[0] as number) || (major === OLDEST[0] && minor < (OLDEST[1] as number));
}
