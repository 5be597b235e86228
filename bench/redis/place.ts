import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { forkTsx } from '../fork-tsx.js';

/** Begins all keys of both sides. */
export const PREFIX = 'bench';

/** Where it happens: a Redis and a platform, each a process of its own. */
export interface Place {
  redis: Redis;
  url: string;
  platform: string;
  stop(): void;
}
/** @param folder for the data of Redis */
export async function startPlace(folder: string): Promise<Place> {
  const port = await freePort();
  const settings = ['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const server = spawn('redis-server', ['--port', String(port), '--dir', folder, ...settings], { stdio: 'ignore' });
  const standIn = forkTsx(join(import.meta.dirname, 'stand-in.ts'));
  const [platform] = (await once(standIn, 'message')) as [string];
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => {
    // It is still starting.
  });
  await redis.ping();
  return {
    ...{ redis, platform, url: `redis://127.0.0.1:${port}` },
    stop: () => {
      redis.disconnect();
      standIn.kill();
      server.kill();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
