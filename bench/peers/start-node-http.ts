import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stopProcess } from '../start-postrider.js';

/** Starts a bare `node:http` server that gives one answer. */
export async function startNodeHttp(
  headers: Record<string, string>,
  body: Buffer,
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'node-http.ts'), { execArgv: ['--import', 'tsx'] });
  child.send({ headers, body: body.toString('base64') });
  const [url] = await once(child, 'message');
  return { url: String(url), stop: async () => void (await stopProcess(child)) };
}
