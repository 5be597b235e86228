import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A process of its own that takes every POST, as a webhook's other end; tells its parent where. */
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => response.end('ok'));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
process.once('disconnect', () => process.exit());
