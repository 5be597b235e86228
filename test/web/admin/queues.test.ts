import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeDelivery } from '../../support/make-delivery.js';
import { openBrowser, watchPage } from '../../support/open-browser.js';
import { sharedRedisServer } from '../../support/redis-server.js';
import { ADMIN_TOKEN, type RunningConsole, startConsole } from '../../support/start-console.js';
import { tempFolder } from '../../support/temp-folder.js';

const redis = sharedRedisServer();
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function open(prefix: string): Promise<RunningConsole> {
  const running = await startConsole(tempFolder(), {
    extra: `engine: { type: redis, url: "${redis().url}", prefix: ${prefix} }`,
  });
  onTestFinished(() => running.close());
  return running;
}

describe('the console on Redis', () => {
  it('shows BullMQ’s queue from the package’s own files, behind the login, under a policy of its own', async () => {
    const { url } = await open('board');
    const { page, errors, foreign } = await watchPage(browser, url);
    expect((await fetch(`${url}/admin/queues/`)).status).toBe(401);
    await page.goto(`${url}/admin`);
    await page.fill('#token', ADMIN_TOKEN);
    await page.click('button[type=submit]');
    await page.waitForSelector('nav.sections');
    errors.length = 0;
    await page.click('nav.sections a:has-text("队列")');
    await page.waitForSelector('a:has-text("lanes")');
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
    await page.close();
  });

  it('lets nobody change the queue behind the ledger’s back', async () => {
    const { ask } = await open('untouched');
    const overview = (await (await ask('/admin/queues/api/queues')).json()) as { queues: { readOnlyMode: boolean }[] };
    expect(overview.queues.map(({ readOnlyMode }) => readOnlyMode)).toEqual([true]);
    const empty = await ask('/admin/queues/api/queues/lanes/empty', { method: 'PUT' });
    expect(empty.status).toBe(404);
    const policy = async (path: string) => (await ask(path)).headers.get('content-security-policy');
    expect(await policy('/admin/queues/')).toContain("style-src 'self' 'unsafe-inline'");
    expect(await policy('/admin')).not.toContain('unsafe-inline');
  });

  it('shows deliveries as it does on the embedded engine', async () => {
    const { engine, ask, send } = await open('same');
    await engine.ledger.commit({
      deliveries: [makeDelivery('one', { state: 'held' })],
    });
    expect(await (await ask('/admin/deliveries?state=held')).text()).toContain('/admin/deliveries/one');
    await send('/admin/deliveries/one/skip');
    expect(await engine.ledger.delivery('one')).toMatchObject({ state: 'skipped' });
    expect((await ask('/admin/channels')).status).toBe(200);
  });
});

describe('the console on the embedded engine', () => {
  it('has no such page', async () => {
    const running = await startConsole(tempFolder());
    onTestFinished(() => running.close());
    expect((await running.ask('/admin/queues')).status).toBe(404);
    expect(await (await running.ask('/admin')).text()).not.toContain('/admin/queues');
  });
});
