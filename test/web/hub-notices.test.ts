import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { openHubNotices } from '../../src/web/hub-notices.js';
import { httpFault, startPlatformServer } from '../support/platform-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

async function setUp() {
  const hub = await startPlatformServer(() => ({ status: 204, body: '' }));
  const file = join(tempFolder().path, 'hub-notices.json');
  const open = (hurry = 1) =>
    openHubNotices({
      file,
      world: { fetch, now: () => Date.now() * hurry, random: () => 0, log: pino({ level: 'silent' }) },
    });
  const told = () => hub.requests.map(({ body }) => new URLSearchParams(body).get('hub.url'));
  return { hub, open, told, notice: (topic: string) => ({ hub: hub.origin, topic }) };
}

describe('hub notices', () => {
  it('tell the hub of each changed feed once', async () => {
    const { open, told, notice } = await setUp();
    const notices = open();
    notices.tell([
      notice('https://a.example/rss.xml'),
      notice('https://a.example/rss.xml'),
      notice('https://a.example/atom.xml'),
    ]);
    await until(() => told().length === 2);
    await notices.close();
    expect(told()).toEqual(['https://a.example/rss.xml', 'https://a.example/atom.xml']);
  });

  it('tell again what the hub did not take', async () => {
    const { hub, open, told, notice } = await setUp();
    hub.faults.push(httpFault(503), { type: 'drop', taken: false });
    // The clock runs a hundred times as fast, the waiting with it.
    const notices = open(100);
    notices.tell([notice('https://a.example/rss.xml')]);
    await until(() => told().length === 3, 20_000);
    await notices.close();
  });

  it('survive a restart', async () => {
    const { hub, open, told, notice } = await setUp();
    hub.faults.push(httpFault(503));
    const before = open();
    before.tell([notice('https://a.example/rss.xml')]);
    await until(() => told().length === 1);
    await before.close();
    const after = open();
    await until(() => told().length === 2, 10_000);
    await after.close();
  });

  it('give up what the hub refuses for good', async () => {
    const { hub, open, told, notice } = await setUp();
    hub.faults.push(httpFault(400));
    const notices = open();
    notices.tell([notice('https://a.example/rss.xml')]);
    await until(() => told().length === 1);
    notices.tell([notice('https://a.example/rss.xml')]);
    await until(() => told().length === 2);
    await notices.close();
  });
});
