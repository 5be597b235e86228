import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What Node can do at most: a process of its own that answers every GET with the same bytes and headers, or with 304 if it
 * is asked with a validator. Gets both as its first message, tells its parent where it is.
 */
process.once('message', ({ headers, body }: { headers: Record<string, string>; body: string }) => {
  const bytes = Buffer.from(body, 'base64');
  const { 'content-length': _, 'content-type': __, 'content-encoding': ___, ...unchanged } = headers;
  const server = createServer((request, response) => {
    if (request.headers['if-none-match'] !== undefined) response.writeHead(304, unchanged).end();
    else response.writeHead(200, headers).end(bytes);
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
});
process.once('disconnect', () => process.exit());
