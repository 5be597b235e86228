import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { serve } from '../../src/web/serve.js';

const app = new Hono().get('/', (c) => c.text('hello'));

it('serves on a free port and stops', async () => {
  const server = await serve(app, { host: '127.0.0.1', port: 0 });
  expect(await (await fetch(server.url)).text()).toBe('hello');
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
});

it('says how to go on when the port is taken', async () => {
  const server = await serve(app, { host: '127.0.0.1', port: 0 });
  await expect(serve(app, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
    message: `port ${server.port} on 127.0.0.1 is in use`,
    hint: expect.stringContaining('choose another with PORT=… or server.port'),
  });
  await server.close();
});

it('says how to go on when the host is not ours', async () => {
  await expect(serve(app, { host: '192.0.2.1', port: 0 })).rejects.toThrow(
    '192.0.2.1 is not an address of this machine',
  );
});

it('answers what is under way before it stops', async () => {
  let answer: ((text: string) => void) | undefined;
  const slow = new Hono().get('/', async (c) =>
    c.text(
      await new Promise<string>((resolve) => {
        answer = resolve;
      }),
    ),
  );
  const server = await serve(slow, { host: '127.0.0.1', port: 0 });
  const response = fetch(server.url);
  await expect.poll(() => answer).toBeDefined();
  const closed = server.close();
  answer?.('done');
  expect(await (await response).text()).toBe('done');
  await closed;
});
