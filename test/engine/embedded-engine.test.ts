import { join } from 'node:path';
import { pino } from 'pino';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import { tempFolder } from '../support/temp-folder.js';
import { engineContract } from './engine-contract.js';

const log = pino({ level: 'silent' });

engineContract('the embedded engine', async () => {
  const file = join(tempFolder().path, 'data', 'postrider.db');
  return { open: async ({ now = Date.now } = {}) => openEmbeddedEngine({ file, now, random: () => 0, log }) };
});
