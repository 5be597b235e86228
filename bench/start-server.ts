import { once } from 'node:events';
import { forkTsx } from './fork-tsx.js';
import { stopProcess } from './start-postrider.js';

export interface StartedServer {
  /** Where it answers. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts an HTTP server of ours in a process of its own, on the other core.
 * @param file the TypeScript file; the first thing it tells its parent is its address
 * @param task what it is told at the start, if anything
 */
export async function startServer(
  file: string,
  { args = [], task }: { args?: readonly string[]; task?: object } = {},
): Promise<StartedServer> {
  const child = forkTsx(file, args);
  if (task) child.send(task);
  const [url] = await once(child, 'message');
  return { url: String(url), stop: () => stopProcess(child) };
}
