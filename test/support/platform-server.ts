import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A request as a platform's front door sees it. */
export interface PlatformRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
  /** The body as it came, for files. */
  bytes: Buffer;
}

export interface PlatformAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** JSON unless it is text or a file's bytes. */
  body: unknown;
}

/** What goes wrong with a request. `taken`: the platform does what was asked before that. */
export type Fault =
  | { type: 'drop'; taken: boolean }
  /** The connection stays open and no answer ever comes. */
  | { type: 'silence'; taken: boolean }
  | { type: 'answer'; taken: boolean; answer: PlatformAnswer }
  /** All goes well, but late. */
  | { type: 'slow'; ms: number };

/** 429 as the platforms send it. */
export function rateLimited(seconds: number): Fault {
  const headers = { 'retry-after': String(seconds) };
  return { type: 'answer', taken: false, answer: { status: 429, headers, body: { ok: false, error: 'ratelimited' } } };
}

export function httpFault(status: number, taken = false): Fault {
  return { type: 'answer', taken, answer: { status, body: `<html>${status}</html>` } };
}

export interface PlatformServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** All that came, whatever became of it. */
  requests: PlatformRequest[];
  /** The next requests go wrong like this, one each. */
  faults: Fault[];
  /** Decides for each request that no listed fault is for. */
  faultOf: (request: PlatformRequest) => Fault | undefined;
}

/** A platform over real HTTP, with switches for everything that can go wrong on the way. */
export async function startPlatformServer(
  handle: (request: PlatformRequest) => PlatformAnswer,
): Promise<PlatformServer> {
  const platform: PlatformServer = { origin: '', requests: [], faults: [], faultOf: () => undefined };
  const server = createServer(async (incoming, response) => {
    const bytes = await buffer(incoming);
    const request: PlatformRequest = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', platform.origin),
      headers: incoming.headers,
      body: bytes.toString(),
      bytes,
    };
    platform.requests.push(request);
    const fault = platform.faults.shift() ?? platform.faultOf(request);
    if (fault === undefined) return send(response, handle(request));
    if (fault.type !== 'slow' && fault.taken) handle(request);
    switch (fault.type) {
      case 'drop':
        return incoming.socket.destroy();
      case 'silence':
        return;
      case 'answer':
        return send(response, fault.answer);
      case 'slow':
        setTimeout(() => send(response, handle(request)), fault.ms);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  platform.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return platform;
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: PlatformAnswer): void {
  if (body instanceof Uint8Array) return void response.writeHead(status, headers).end(body);
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
