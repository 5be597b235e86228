/*
 * A program of its own that commits one post with very many deliveries, to be killed in the middle.
 * Run as `node --import tsx commit-process.ts REDIS-URL PREFIX COUNT`.
 */

import { bigCommit } from './big-commit.js';
import { openEngineAt } from './engine-address.js';

const [url, prefix, count] = process.argv.slice(2) as [string, string, string];
const engine = await openEngineAt({ type: 'redis', url, prefix });
await engine.ledger.commit(bigCommit(Number(count)));
await engine.close();
