import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { addressesOf } from '../../src/app/addresses.js';
import { openContent } from '../../src/app/open-content.js';
import { loadConfig } from '../../src/config/load-config.js';
import { markdownPost } from '../support/markdown-post.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

it('stops watching when it is closed before the watch has begun, as after a first look that failed', async () => {
  const folder = tempFolder();
  folder.write('content/a.md', markdownPost('A'));
  const config = await loadConfig({ cwd: folder.path, env: {} });
  const content = await openContent(config, addressesOf(config), testWorld());
  let calls = 0;

  const watching = content.watch(() => calls++);
  await content.close();
  await watching;
  folder.write('content/b.md', markdownPost('B'));
  await sleep(700);

  expect(calls).toBe(0);
});
