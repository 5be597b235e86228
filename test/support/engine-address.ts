import { pino } from 'pino';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { Engine } from '../../src/engine/engine.js';

/** Where an engine's store is, so that another process can open it too. */
export interface EngineAddress {
  type: 'embedded';
  file: string;
}

export async function openEngineAt(address: EngineAddress, world: { now?: () => number } = {}): Promise<Engine> {
  const log = pino({ level: process.env.POSTRIDER_TEST_LOG ?? 'silent' }, pino.destination(2));
  return openEmbeddedEngine({ file: address.file, now: world.now ?? Date.now, random: () => 0, log });
}
