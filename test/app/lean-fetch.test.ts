import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leanFetch } from '../../src/app/lean-fetch.js';
import { networkError } from '../../src/channels/network-error.js';

let url = '';
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const { method, headers, url: path } = request;
  if (path === '/empty') response.writeHead(204).end();
  else if (path === '/moved') response.writeHead(302, { location: '/' }).end('moved');
  else if (path === '/cookies') response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end();
  else if (path === '/lost') response.destroy();
  else if (path !== '/silent') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method, body, type: headers['content-type'], key: headers['x-key'] }));
  }
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = {
  method: 'POST',
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-key': 'k' },
  body: '{"标题":"服务网格"}',
  redirect: 'manual',
} as const;

describe('the lean fetch', () => {
  it('sends what it is given', async () => {
    const response = await leanFetch(`${url}/`, post);
    expect(await response.json()).toEqual({
      method: 'POST',
      body: '{"标题":"服务网格"}',
      type: 'application/json; charset=utf-8',
      key: 'k',
    });
  });

  it.each(['/', '/empty', '/moved', '/cookies'])('answers for %s as fetch does', async (path) => {
    const facts = async (response: Response) => {
      const { status, ok, headers } = response;
      const { date: _, ...rest } = Object.fromEntries(headers);
      return { status, ok, headers: rest, cookies: headers.getSetCookie(), text: await response.text() };
    };
    expect(await facts(await leanFetch(url + path, post))).toEqual(await facts(await fetch(url + path, post)));
  });

  it('leaves redirects that are to be followed to fetch', async () => {
    const response = await leanFetch(`${url}/moved`);
    expect([response.status, response.redirected]).toEqual([200, true]);
  });

  it.each(['/lost', '/silent'])('fails at %s as fetch does', async (path) => {
    const meaning = async (ask: typeof fetch) => {
      const timeout = AbortSignal.timeout(500);
      const error: unknown = await ask(url + path, { ...post, signal: timeout }).catch((reason: unknown) => reason);
      const { kind, message } = networkError('The platform', error);
      return { kind, message };
    };
    expect(await meaning(leanFetch)).toEqual(await meaning(fetch));
  });

  it('says that nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error: unknown = await leanFetch(`http://127.0.0.1:${port}/`, post).catch((reason: unknown) => reason);
    expect(networkError('The platform', error)).toMatchObject({
      kind: 'later',
      message: 'The platform cannot be reached (ECONNREFUSED)',
    });
  });
});
