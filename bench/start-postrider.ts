import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { POSTRIDER } from './postrider.js';

export interface StartedProgram {
  /** Where it answers. */
  url: string;
  pid: number;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the program as it is installed; resolves when it says that it is ready. */
export async function startPostrider(config: string, env: NodeJS.ProcessEnv = {}): Promise<StartedProgram> {
  const [node, main] = POSTRIDER;
  const child = spawn(node, [main, 'start', '--config', config], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /^ready (\S+)/.exec(line) ?? [];
    if (url !== undefined) return { url, pid: child.pid as number, stop: () => stopProcess(child) };
  }
  throw new Error('postrider ended before it was ready');
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
