import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stopProcess } from './start-postrider.js';

/** Starts the HTTP server that messages are sent to, on the other core. */
export async function startReceiver(): Promise<{ url: string; stop(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'peers/receiver.ts'), { execArgv: ['--import', 'tsx'] });
  const [url] = await once(child, 'message');
  return { url: String(url), stop: () => stopProcess(child) };
}
