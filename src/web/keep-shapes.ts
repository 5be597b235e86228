import { executionAsyncResource } from 'node:async_hooks';
import type { Server } from 'node:http';

/** What stays alive as long as a server does. */
const kept = new WeakMap<Server, object[]>();

/**
 * Keeps Node's own code for requests fast for as long as a server lives; to be called before it listens.
 *
 * For each request Node makes a request, a response, and a small object for every `process.nextTick`. A full garbage
 * collection that finds none of a kind alive drops their hidden classes, and V8 then takes the code for one that makes
 * objects of many shapes: from there on they are built property by property in the runtime, and a 304 costs half as much
 * again. One of each that stays alive keeps the classes. Where a Node is made otherwise this keeps a few small objects for
 * nothing.
 */
export function keepShapes(server: Server): void {
  const objects: object[] = [];
  kept.set(server, objects);
  process.nextTick(() => objects.push(executionAsyncResource()));
  server.once('request', (request, response) => objects.push(request, response));
}
