import { pino } from 'pino';
import type { World } from '../../src/world.js';

/** The real world without its noise; parts can be replaced. */
export function testWorld(change: Partial<World> = {}): World {
  return {
    now: Date.now,
    fetch: globalThis.fetch,
    random: () => 0.5,
    print: () => {},
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    ...change,
  };
}
