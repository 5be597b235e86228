import { setTimeout as sleep } from 'node:timers/promises';

/** Work that was taken and is not done yet. */
export interface Pending {
  /** Counts the work until it settles. */
  add(work: Promise<unknown>): void;
  /** Resolves when all of it has settled, or after `graceMs`. */
  done(graceMs: number): Promise<void>;
}

export function createPending(): Pending {
  const pending = new Set<Promise<unknown>>();
  return {
    add(work) {
      pending.add(work);
      const remove = () => pending.delete(work);
      work.then(remove, remove);
    },
    async done(graceMs) {
      await Promise.race([Promise.allSettled([...pending]), sleep(graceMs, undefined, { ref: false })]);
    },
  };
}
