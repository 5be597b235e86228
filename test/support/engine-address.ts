import { pino } from 'pino';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { openRedisEngine } from '../../src/engine/redis/open-redis-engine.js';

/** Where an engine's store is, so that another process can open it too. */
export type EngineAddress = { type: 'embedded'; file: string } | { type: 'redis'; url: string; prefix: string };

export async function openEngineAt(
  address: EngineAddress,
  { now = Date.now, carrying }: { now?: () => number; carrying?: boolean } = {},
): Promise<Engine> {
  const log = pino({ level: process.env.POSTRIDER_TEST_LOG ?? 'silent' }, pino.destination(2));
  const options = { now, random: () => 0, log, carrying };
  return address.type === 'embedded'
    ? openEmbeddedEngine({ file: address.file, ...options })
    : openRedisEngine({ url: address.url, prefix: address.prefix, ...options });
}
