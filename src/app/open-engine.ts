import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/load-config.js';
import { type Engine, EngineError } from '../engine/engine.js';
import { loadTelemetry } from '../engine/redis/load-telemetry.js';
import type { World } from '../world.js';

/** The embedded engine's database below `dataDir`. */
export const DATABASE = 'postrider.sqlite';

export interface OpenEngineOptions {
  /** How long to wait for a Redis that does not answer yet (ms); a server waits for it, a command does not. */
  patience?: number;
  /** Its store may hold a part of what is being carried to it; see engine/migrate.ts. */
  carrying?: boolean;
}

/**
 * Opens the engine the config names; only that one is loaded.
 * @throws {EngineError} when its store cannot be used
 */
export async function openEngine(
  config: Pick<Config, 'engine' | 'dataDir'>,
  world: World,
  { patience, carrying }: OpenEngineOptions = {},
): Promise<Engine> {
  switch (config.engine.type) {
    case 'embedded': {
      makeDataDir(config.dataDir);
      const { openEmbeddedEngine } = await import('../engine/embedded/open-embedded-engine.js');
      return openEmbeddedEngine({
        file: join(config.dataDir, DATABASE),
        carrying,
        now: world.now,
        random: world.random,
        log: world.log,
      });
    }
    case 'redis': {
      const { url, prefix } = config.engine;
      const { openRedisEngine } = await import('../engine/redis/open-redis-engine.js');
      const telemetry = config.engine.telemetry ? await loadTelemetry() : undefined;
      makeDataDir(config.dataDir);
      return openRedisEngine({ url, prefix, patience, telemetry, carrying, ...world });
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
