import { once } from 'node:events';
import { join } from 'node:path';
import { forkTsx } from '../fork-tsx.js';

export interface Figures {
  /** Resident memory in MB. */
  mb: number;
  /** Processor time so far in ms. */
  cpu: number;
}

/** Processes that work something off together. */
export interface Crew {
  /** Asks each how it stands; all begin when they are first asked. */
  look(): Promise<Figures[]>;
  /** SIGKILL for the first so many; for all at the end. */
  kill(count?: number): Promise<void>;
}

/** Starts worker.ts so many times, and waits until all are connected. */
export async function startCrew(count: number, args: readonly string[]): Promise<Crew> {
  const workers = await Promise.all(
    Array.from({ length: count }, async () => {
      const worker = forkTsx(join(import.meta.dirname, 'worker.ts'), args);
      await once(worker, 'message');
      return worker;
    }),
  );
  return {
    look: () =>
      Promise.all(
        workers.map(async (worker) => {
          worker.send('look');
          return (await once(worker, 'message'))[0] as Figures;
        }),
      ),
    kill: async (some = workers.length) => {
      await Promise.all(
        workers.splice(0, some).map(async (worker) => {
          const ended = once(worker, 'exit');
          worker.kill('SIGKILL');
          await ended;
        }),
      );
    },
  };
}
