import type { Benchmark } from '../benchmark.js';
import { botCommand } from './bot-command.js';
import { coldBuild } from './cold-build.js';
import { delivery } from './delivery.js';
import { feedGet } from './feed-get.js';
import { redisDeliveries } from './redis-deliveries.js';
import { savedServed } from './saved-served.js';
import { search } from './search.js';
import { soak } from './soak.js';
import { startReady } from './start-ready.js';
import { warmBuild } from './warm-build.js';

/** Every benchmark, in the order they run and stand in the results. */
export const benchmarks: readonly Benchmark[] = [
  coldBuild,
  warmBuild,
  startReady,
  savedServed,
  feedGet,
  delivery,
  redisDeliveries,
  botCommand,
  search,
  soak,
];
