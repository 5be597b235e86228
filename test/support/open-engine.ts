import { onTestFinished } from 'vitest';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import type { World } from '../../src/world.js';
import { tempFolder } from './temp-folder.js';
import { testWorld } from './test-world.js';

/** The embedded engine on a real file of its own, closed when the test ends. */
export function openEngine(world: Partial<World> = {}, file = `${tempFolder().path}/postrider.db`): Engine {
  const engine = openEmbeddedEngine({ file, ...testWorld(world) });
  onTestFinished(() => engine.close());
  return engine;
}
