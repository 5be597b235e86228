import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** How the platform lets a doubt be settled: it can be asked, it takes an idempotency key, or neither. */
export type PlatformKind = 'find' | 'key' | 'neither';

export interface Arrival {
  key: string;
  channel: string;
  /** ms since the epoch. */
  at: number;
}

/**
 * A messaging platform on the loopback: `POST /messages` {key, channel} delivers, `GET /messages?key=…` asks.
 * It lives in the test's process, so that it outlasts the workers that are killed.
 */
export interface LoopbackPlatform {
  url: string;
  kind: PlatformKind;
  /** What readers of the channels see, in order: an idempotent platform does not show a key twice. */
  messages: Arrival[];
  /** Called for each message as it arrives; the answer waits for it. */
  onArrival: (arrival: Arrival) => void | Promise<void>;
}

export async function startLoopbackPlatform(kind: PlatformKind): Promise<LoopbackPlatform> {
  const messages: Arrival[] = [];
  const platform: LoopbackPlatform = { url: '', kind, messages, onArrival: () => {} };
  const known = (key: string): string | undefined => {
    const index = messages.findIndex((message) => message.key === key);
    return index < 0 ? undefined : `m${index}`;
  };
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/messages') return answer(404, {});
    if (request.method === 'GET') {
      const ref = kind === 'find' ? known(searchParams.get('key') ?? '') : undefined;
      return ref ? answer(200, { ref }) : answer(404, {});
    }
    const { key, channel } = (await json(request)) as { key: string; channel: string };
    const twin = kind === 'key' ? known(key) : undefined;
    if (twin) return answer(200, { ref: twin });
    const arrival = { key, channel, at: Date.now() };
    const ref = `m${messages.push(arrival) - 1}`;
    await platform.onArrival(arrival);
    answer(200, { ref });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  platform.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return platform;
}
