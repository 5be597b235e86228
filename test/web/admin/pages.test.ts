import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDelivery } from '../../support/make-delivery.js';
import { openBrowser, watchPage } from '../../support/open-browser.js';
import { ADMIN_TOKEN, type RunningConsole, startConsole } from '../../support/start-console.js';
import { keptFolder } from '../../support/temp-folder.js';

let browser: Browser;
let running: RunningConsole;
let remove: () => void;
let post = '';
let draft = '';
beforeAll(async () => {
  browser = await openBrowser();
  const folder = keptFolder();
  remove = folder.discard;
  running = await startConsole(folder);
  const { ledger, subscriptions } = running.engine;
  post = (await ledger.known()).posts.find(({ path }) => path === 'pigeons.md')?.id ?? '';
  await ledger.commit({
    deliveries: [
      ...['a', 'b', 'c'].map((id) =>
        makeDelivery(id, { fault: { message: 'channel_not_found', hint: 'invite the app' } }),
      ),
      makeDelivery('stopped', { state: 'held', heldFor: 'breaker' }),
      makeDelivery('far', { channel: 'slack/C9' }),
      makeDelivery('of-post', { subject: post }),
    ],
  });
  for (const id of ['a', 'b', 'c', 'of-post'])
    await ledger.transition(id, { type: 'claim', claim: 'x', leaseUntil: Date.now() + 60_000 });
  const sent = {
    type: 'settle',
    claim: 'x',
    outcome: { type: 'sent', receipt: { channel: 'C1', ts: '1.2' } },
  } as const;
  const never = {
    type: 'settle',
    claim: 'x',
    outcome: { type: 'never', fault: { message: 'channel_not_found' } },
  } as const;
  await ledger.transition('a', sent);
  await ledger.transition('of-post', sent);
  for (const id of ['b', 'c']) await ledger.transition(id, never);
  await subscriptions.add({
    id: 's',
    destination: 'slack/C9',
    kind: 'tag',
    value: 'HTTP',
    createdBy: 'U1',
    createdAt: 0,
  });
  await subscriptions.pause('slack/C9', 'archived');
  draft = await running.propose();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await running.close();
  remove();
});

/** Logs in, opens a path, lets the test act; expects a clean console and no request elsewhere. */
async function visit(path: string, act: (page: Page) => Promise<void>, options: Parameters<typeof watchPage>[2] = {}) {
  const { page, errors, foreign } = await watchPage(browser, running.url, options);
  try {
    await page.goto(`${running.url}/admin${path}`);
    await page.fill('#token', ADMIN_TOKEN);
    await page.click('button[type=submit]');
    await page.waitForSelector('nav.sections');
    // The answer to somebody who is not logged in is a 401, which browsers write to their console.
    errors.length = 0;
    await act(page);
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
  } finally {
    await page.close();
  }
}

async function violations(page: Page, options = {}): Promise<string[]> {
  const results = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
}

const PAGES: [string, () => string][] = [
  ['the overview', () => ''],
  ['its last day', () => '?span=day'],
  ['the deliveries', () => '/deliveries'],
  ['deliveries that failed', () => '/deliveries?state=failed'],
  ['one delivery', () => '/deliveries/b'],
  ['the question whether to send it again', () => '/deliveries/b/resend'],
  ['the posts', () => '/posts'],
  ['a post in every medium', () => `/posts/${post}`],
  ['the digests', () => '/digests'],
  ['an edition', () => '/digests/weekly'],
  ['the question whether to send it', () => '/digests/weekly/send'],
  ['an edition that waits for approval', () => `/drafts/${draft}`],
  ['the subscriptions', () => '/subscriptions'],
  ['the problems', () => '/problems'],
  ['the channels', () => '/channels'],
  ['a page that is not there', () => '/nowhere'],
];

describe('every page of the console', () => {
  it.each(PAGES)('%s is accessible in light and dark, and fits a phone', async (_, path) => {
    await visit(path(), async (page) => {
      await page.evaluate(axe.source);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page, { runOnly: ['color-contrast'] })).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      const { scrollWidth, clientWidth } = (await page.evaluate(
        '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
      )) as Record<string, number>;
      expect(scrollWidth).toBe(clientWidth);
      expect(await page.title()).toContain('控制台');
    });
  });
});

describe('the login', () => {
  it('says that a token is wrong, then leads to the page that was asked for', async () => {
    const { page } = await watchPage(browser, running.url);
    await page.goto(`${running.url}/admin/deliveries?state=failed`);
    await page.fill('#token', 'wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toBe('令牌不对。');
    await page.evaluate(axe.source);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${running.url}/admin/deliveries?state=failed`);
    await page.fill('#token', ADMIN_TOKEN);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/admin/deliveries?state=failed');
    await page.click('text=退出');
    await page.waitForSelector('#token');
    await page.close();
  });
});

describe.each([
  ['with a script', true],
  ['without a script', false],
])('the console %s', (_, scripts) => {
  it('leads from what failed to its delivery, and retries it', async () => {
    const id = scripts ? 'b' : 'c';
    await visit(
      '',
      async (page) => {
        await page.click('.figures a.failed');
        await page.waitForURL('**/admin/deliveries?state=failed');
        await page.click(`a[href="/admin/deliveries/${id}"]`);
        await page.waitForSelector('.fault.failed');
        expect(await page.textContent('.fault.failed')).toContain('channel_not_found');
        await page.click('button:has-text("重试")');
        await page.waitForSelector('text=已放回队列。');
        expect(await running.engine.ledger.delivery(id)).toMatchObject({ state: 'pending' });
      },
      { scripts },
    );
  });

  it('filters by channel', async () => {
    await visit(
      '/deliveries',
      async (page) => {
        await page.selectOption('select[name=channel]', 'terminal');
        if (!scripts) await page.click('button:has-text("筛选")');
        await page.waitForURL('**/admin/deliveries?channel=terminal**');
        expect(await page.textContent('.empty')).toBe('没有符合条件的投递。');
      },
      { scripts },
    );
  });
});

describe('the previews', () => {
  it('show a post as every medium draws it, with its exact payload', async () => {
    await visit(`/posts/${post}`, async (page) => {
      expect(await page.textContent('#slack .slack-message')).toContain('信鸽与 HTTP 缓存');
      expect(await page.textContent('#dingtalk .dingtalk-bubble')).toContain('信鸽与 HTTP 缓存');
      for (const medium of ['wecom', 'feishu', 'discord', 'telegram']) {
        expect(await page.textContent(`#${medium} .bubble`)).toContain('信鸽与 HTTP 缓存');
      }
      await page.click('#slack summary');
      expect(JSON.parse((await page.textContent('#slack .payload pre')) ?? '')).toMatchObject({ channel: 'C0123456' });
    });
  });

  it.each(['email', 'wechat'])(
    'show the document of a medium with pages of its own, %s, in a frame that can do nothing',
    async (medium) => {
      await visit(`/posts/${post}`, async (page) => {
        await page.locator(`#${medium} iframe`).scrollIntoViewIfNeeded();
        const text = await page.frameLocator(`#${medium} iframe`).locator('body').textContent();
        expect(text).toContain('信鸽与 HTTP 缓存');
        const response = await running.ask(`/admin/posts/${post}/frame/${medium}`);
        expect(response.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
        expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN');
      });
    },
  );
});

describe('the overview', () => {
  it('says in words what its picture shows', async () => {
    await visit('', async (page) => {
      expect(await page.getAttribute('.timeline svg', 'aria-label')).toMatch(
        /^最近 14 天发送了 \d+ 条，失败或搁置 \d+ 条。$/,
      );
      expect(await page.$$('.timeline tbody tr')).toHaveLength(14);
    });
  });

  it('keeps itself up to date while nobody touches it', async () => {
    await visit('/channels', async (page) => {
      await page.clock.install();
      await page.reload();
      await running.engine.ledger.commit({ deliveries: [makeDelivery('fresh', { channel: 'terminal' })] });
      const waiting = page.locator('.lanes > li:has-text("terminal") a[href*="state=pending"]');
      expect(await waiting.textContent()).toBe('0');
      await page.clock.runFor(11_000);
      await expect.poll(() => waiting.textContent(), { timeout: 30_000 }).toBe('1');
    });
  });
});
