import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `read` gives something, at most `ms`. */
export async function until<Value>(read: () => Value | undefined | false, ms = 5_000): Promise<Value> {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`did not happen within ${ms} ms: ${read}`);
    await sleep(5);
  }
}
