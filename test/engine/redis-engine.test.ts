import { randomUUID } from 'node:crypto';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { sharedRedisServer } from '../support/redis-server.js';
import { engineContract } from './engine-contract.js';
import { faultSuite } from './fault-suite.js';

const server = sharedRedisServer();

const createStore = async (): Promise<EngineAddress> => ({
  type: 'redis',
  url: server().url,
  prefix: `test-${randomUUID()}`,
});

engineContract('the Redis engine', async () => {
  const address = await createStore();
  return { open: (world) => openEngineAt(address, world) };
});
faultSuite('the Redis engine', createStore);
