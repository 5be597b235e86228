import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.js';

export interface RedisServer {
  url: string;
  port: number;
  /** Its process, to be frozen or killed. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it, as told by the signal, and waits for that. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  /** A client of the test's own. */
  client: Redis;
}

/** Settings of a Redis as Postrider wants it. */
const SAFE = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];

/** A redis-server of the test's own, running on a free port; it ends with the test. Call it inside a test. */
export async function startRedisServer(settings: string[] = SAFE): Promise<RedisServer> {
  const server = await createRedisServer(settings, tempFolder().path);
  onTestFinished(() => end(server));
  await server.start();
  return server;
}

/** One redis-server for all tests of a file, each of which uses its own prefix. Call it at the top of the file. */
export function sharedRedisServer(): () => RedisServer {
  let server: RedisServer | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'postrider-redis-'));
  beforeAll(async () => {
    server = await createRedisServer(SAFE, folder);
    await server.start();
  });
  afterAll(async () => {
    if (server) await end(server);
    rmSync(folder, { recursive: true, force: true });
  });
  return () => server as RedisServer;
}

/** A redis-server that keeps its data in the folder; not started yet. */
export async function createRedisServer(settings: string[], folder: string): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  // It connects when the server is there, and again after every restart.
  const client = new Redis(port, '127.0.0.1', {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
    reconnectOnError: () => false,
  });
  client.on('error', () => {
    // The test stops and starts the server; it sees in its own expectations whether that went well.
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    client,
    signal: (signal) => void child?.kill(signal),
    stop: async (signal = 'SIGTERM') => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill(signal);
      await ended;
    },
    start: async () => {
      child = spawn('redis-server', ['--port', String(port), '--dir', folder, '--save', '', ...settings], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.on('error', (error) => {
        throw error;
      });
      while (!(await answers(port))) await sleep(20);
    },
  };
}

async function end(server: RedisServer): Promise<void> {
  server.client.disconnect();
  await server.stop('SIGKILL');
}

/** Whatever it answers: a server with a password refuses the question, and is there all the same. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.on('data', (answer) => {
      resolve(!answer.toString().startsWith('-LOADING'));
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
