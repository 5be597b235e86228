import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { WorkerJob } from './worker-job.js';

export interface WorkerProcess {
  /** Resolves when it works on the queue; rejects when it ends before. */
  working: Promise<void>;
  /** Resolves with what ended it: an exit code or a signal. */
  ended: Promise<number | NodeJS.Signals>;
  signal(signal: NodeJS.Signals): void;
}

/** Starts test/support/worker-process.ts; what still runs when the test ends is killed. */
export function startWorkerProcess(job: WorkerJob): WorkerProcess {
  const script = join(import.meta.dirname, 'worker-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  const working = Promise.race([
    once(createInterface(child.stdout), 'line').then(() => undefined),
    ended.then((end) => Promise.reject(new Error(`the worker ended (${end}) before it worked`))),
  ]);
  // A test that expects the worker to die early does not wait for it to work.
  working.catch(() => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { working, ended, signal: (signal) => void child.kill(signal) };
}
