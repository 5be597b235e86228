import type { Bench, Benchmark, Row } from '../benchmark.js';
import { type BenchLibrary, librariesOf } from '../library-sizes.js';
import { peakMemory } from '../peak-memory.js';
import { writeConfig } from '../postrider.js';
import { startPostrider } from '../start-postrider.js';

/** Milliseconds, by how many posts there are. */
const GOALS: Record<number, number> = { 5000: 1_000, 50000: 5_000 };
const ANY_PORT = { PORT: '0' };
/** MB at 50,000 posts. */
const MEMORY_GOAL = 700;

export const startReady: Benchmark = {
  name: 'start-ready',
  about: 'From the command `start` to its `ready` line, over a library that an earlier run has read and rendered.',
  async run(bench) {
    const rows: Row[] = [];
    for (const library of librariesOf(bench, [500, 5_000, 50_000])) rows.push(...(await measure(bench, library)));
    return rows;
  },
};

async function measure(bench: Bench, { content, title, posts = 0 }: BenchLibrary): Promise<Row[]> {
  const config = writeConfig(bench.scratch('start-ready'), content);
  bench.say(`starting over ${title} without a cache, then ${bench.rounds} times with`);
  await (await startPostrider(config, ANY_PORT)).stop();
  const ms: number[] = [];
  const mb: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const began = performance.now();
    const started = await startPostrider(config, ANY_PORT);
    ms.push(performance.now() - began);
    mb.push(peakMemory(started.pid));
    await started.stop();
  }
  const atMost = (is: number) => ({ of: 'value', bound: 'at most', is }) as const;
  const goal = GOALS[posts];
  return [
    { what: `${title}: until ready`, unit: 'ms', ours: ms, goal: goal === undefined ? undefined : atMost(goal) },
    {
      what: `${title}: peak memory until then`,
      unit: 'MB',
      ours: mb,
      goal: posts === 50_000 ? atMost(MEMORY_GOAL) : undefined,
    },
  ];
}
