import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/load-config.js';
import { openEmbeddedEngine } from '../engine/embedded/open-embedded-engine.js';
import { type Engine, EngineError } from '../engine/engine.js';
import { openRedisEngine } from '../engine/redis/open-redis-engine.js';
import type { World } from '../world.js';

/** The embedded engine's database below `dataDir`. */
export const DATABASE = 'postrider.sqlite';

/**
 * Opens the engine the config names.
 * @param patience how long to wait for a Redis that does not answer yet (ms); a server waits for it, a command does not
 * @throws {EngineError} when its store cannot be used
 */
export async function openEngine(config: Config, world: World, patience?: number): Promise<Engine> {
  switch (config.engine.type) {
    case 'embedded':
      makeDataDir(config.dataDir);
      return openEmbeddedEngine({
        file: join(config.dataDir, DATABASE),
        now: world.now,
        random: world.random,
        log: world.log,
      });
    case 'redis': {
      const { url, prefix } = config.engine;
      makeDataDir(config.dataDir);
      return openRedisEngine({ url, prefix, patience, ...world });
    }
  }
}

/** Makes `dataDir`, where the database, the clone and the caches live. */
function makeDataDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new EngineError(
      `the data folder ${dir} cannot be made: ${(error as Error).message}`,
      'set dataDir in postrider.yaml to a folder this user may write to',
      { cause: error },
    );
  }
}
