import { executionAsyncResource } from 'node:async_hooks';

/** One of the objects in which Node queues what `process.nextTick` is given. */
const kept: object[] = [];

/**
 * Keeps `process.nextTick` fast for as long as the process lives; to be called before it does much.
 *
 * Node makes one small object for each tick, several for each HTTP request. A full garbage collection that finds none
 * alive drops their hidden class, and V8 then takes the call for one that makes objects of many shapes: from there on each
 * is built property by property in the runtime, and a 304 costs a third more. One that stays alive keeps the class. Where
 * a Node is made otherwise this keeps a small object for nothing.
 */
export function keepTickShape(): void {
  process.nextTick(() => {
    if (kept.length === 0) kept.push(executionAsyncResource());
  });
}
