import { join } from 'node:path';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { tempFolder } from '../support/temp-folder.js';
import { engineContract } from './engine-contract.js';
import { faultSuite } from './fault-suite.js';

const createStore = async (): Promise<EngineAddress> => ({
  type: 'embedded',
  file: join(tempFolder().path, 'data', 'postrider.db'),
});

engineContract('the embedded engine', async () => {
  const address = await createStore();
  return { open: (world) => openEngineAt(address, world) };
});
faultSuite('the embedded engine', createStore);
