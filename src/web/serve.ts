import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AnswerAtOnce } from './answer-at-once.js';
import { keepShapes } from './keep-shapes.js';

export interface RunningServer {
  /** Where it answers, e.g. `http://127.0.0.1:8080`. */
  url: string;
  port: number;
  /** Takes no new connections; waits for answers under way. */
  close(): Promise<void>;
}

/** The server could not start; `message` says why and `hint` how to mend it. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** How long `close` waits for answers under way, in ms, before it cuts them off. */
const CLOSE_GRACE = 5_000;
/** How often `close` looks for connections that have become idle, in ms: clients keep them open. */
const CLOSE_LOOK = 50;

/**
 * Listens for HTTP.
 * @param address `port` 0 takes a free one
 * @param atOnce gets every request first; the app answers those it leaves alone
 * @throws {ServeError} when the port is taken or may not be used, or the host is not ours
 */
export async function serve(
  app: Hono,
  { host, port }: { host: string; port: number },
  atOnce: AnswerAtOnce = () => false,
): Promise<RunningServer> {
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    if (!atOnce(request, response)) void listener(request, response);
  });
  keepShapes(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    close: () =>
      new Promise((resolve, reject) => {
        const idle = setInterval(() => server.closeIdleConnections(), CLOSE_LOOK);
        const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE);
        server.close((error) => {
          clearInterval(idle);
          clearTimeout(cut);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const options = { cause: error };
  switch (error.code) {
    case 'EADDRINUSE':
      return new ServeError(
        `port ${port} on ${host} is in use`,
        'stop the program that uses it, or choose another with PORT=… or server.port in postrider.yaml',
        options,
      );
    case 'EACCES':
      return new ServeError(
        `port ${port} may not be opened by this user`,
        'choose a port above 1023 with PORT=… or server.port in postrider.yaml',
        options,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ServeError(
        `${host} is not an address of this machine`,
        'set server.host in postrider.yaml to 127.0.0.1, 0.0.0.0 or an address of this machine',
        options,
      );
    default:
      return error;
  }
}
