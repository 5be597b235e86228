/*
 * A platform on the loopback, in a process of its own: takes a message, answers with a reference, and does nothing else.
 * Tells its parent its address. The same for both sides of the benchmark.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const ANSWER = JSON.stringify({ ok: true, ts: '1700000000.000100' });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`);
});
process.on('disconnect', () => process.exit());
