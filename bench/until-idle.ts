import { setTimeout as sleep } from 'node:timers/promises';

/** Less of a processor than this is housekeeping. */
const IDLE = 0.1;
const LONGEST = 20 * 60_000;

/**
 * Waits until a program has done what a start leaves for later (indexing, compressing).
 * @param url its address; absent: this very process
 * @throws when it is still at it after twenty minutes
 */
export async function untilIdle(url?: string): Promise<void> {
  let before = await processorSeconds(url);
  for (const until = performance.now() + LONGEST; performance.now() < until; ) {
    await sleep(1_000);
    const now = await processorSeconds(url);
    if (now - before < IDLE) return;
    before = now;
  }
  throw new Error(`${url ?? 'this process'} is never idle`);
}

async function processorSeconds(url: string | undefined): Promise<number> {
  if (url === undefined) {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  }
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);
}
