import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HubError, publishToHub } from '../../src/feeds/publish-to-hub.js';

const TOPIC = 'https://rider.example.org/rss.xml';
const received: { type: string | undefined; form: Record<string, string> }[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 204 };

const hub = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push({ type: request.headers['content-type'], form: Object.fromEntries(new URLSearchParams(body)) });
    response.writeHead(answer.status, answer.headers).end();
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  received.length = 0;
});
afterAll(() => {
  hub.close();
});

const failure = async (to: string) =>
  publishToHub(to, TOPIC, { fetch }).then(
    () => undefined,
    (error: unknown) => error as HubError,
  );

it('tells a hub which feed changed, in the form hubs take', async () => {
  answer = { status: 204 };
  await publishToHub(url, TOPIC, { fetch });
  expect(received).toEqual([
    {
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
      form: { 'hub.mode': 'publish', 'hub.url': TOPIC, 'hub.topic': TOPIC },
    },
  ]);
});

it.each([
  [400, false, undefined],
  [404, false, undefined],
  [429, true, 120_000],
  [503, true, 120_000],
])('says of an answer %i whether trying again makes sense: %s', async (status, retry, retryAfter) => {
  answer = { status, headers: status > 404 ? { 'Retry-After': '120' } : {} };
  const error = await failure(url);
  expect(error).toBeInstanceOf(HubError);
  expect({ retry: error?.retry, retryAfter: error?.retryAfter }).toEqual({ retry, retryAfter });
  expect(error?.message).toBe(`hub ${url} answered ${status}`);
});

it('tries again later when nobody answers', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect((await failure(`http://127.0.0.1:${port}/`))?.retry).toBe(true);
});
