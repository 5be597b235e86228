import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '../../../src/announce/delivery.js';
import { deliveryId } from '../../../src/announce/delivery.js';
import type { Engine } from '../../../src/engine/engine.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { SLACK_SECRET, startConsole } from '../../support/start-console.js';
import { tempFolder } from '../../support/temp-folder.js';

async function open() {
  const running = await startConsole(tempFolder());
  onTestFinished(() => running.close());
  return running;
}

/** Makes a delivery, and has an attempt end so. */
async function deliver(
  { ledger }: Engine,
  id: string,
  outcome?: Outcome,
  change: Parameters<typeof makeDelivery>[1] = {},
) {
  await ledger.commit({ deliveries: [makeDelivery(id, change)] });
  if (!outcome) return;
  await ledger.transition(id, { type: 'claim', claim: 'test', leaseUntil: Date.now() + 60_000 });
  await ledger.transition(id, { type: 'settle', claim: 'test', outcome });
}

const FAILED: Outcome = {
  type: 'never',
  fault: { message: `channel_not_found, said to ${SLACK_SECRET}`, hint: 'invite the app' },
};
const HELD: Outcome = { type: 'hold', fault: { message: 'no answer came' } };
const SENT: Outcome = { type: 'sent', receipt: { channel: 'C0123456', ts: '1643932800.000100' } };

describe('a delivery in the console', () => {
  it('shows its exact payload, its fault with the hint, its receipt, and no secret', async () => {
    const { engine, ask } = await open();
    await deliver(engine, 'bad', FAILED);
    await deliver(engine, 'good', SENT);
    const [bad, good] = await Promise.all(
      ['bad', 'good'].map(async (id) => (await ask(`/admin/deliveries/${id}`)).text()),
    );
    expect(bad).toContain('channel_not_found, said to [secret]');
    expect(bad).toContain('invite the app');
    expect(bad).toContain('&quot;event_type&quot;: &quot;postrider_delivery&quot;');
    expect(good).toContain('https://slack.com/app_redirect?channel=C0123456');
    expect(good).toContain('1643932800.000100');
    for (const page of [bad, good, await (await ask('/admin')).text()]) expect(page).not.toContain(SLACK_SECRET);
  });

  it('is retried, skipped, and nothing when its state has changed meanwhile', async () => {
    const { engine, send } = await open();
    for (const id of ['a', 'b']) await deliver(engine, id, FAILED);
    const retried = await send('/admin/deliveries/a/retry');
    expect([retried.status, retried.headers.get('location')]).toEqual([303, '/admin/deliveries/a?said=retried']);
    expect(await engine.ledger.delivery('a')).toMatchObject({ state: 'pending', attempts: 0 });
    await send('/admin/deliveries/b/skip');
    expect(await engine.ledger.delivery('b')).toMatchObject({ state: 'skipped' });
    const late = await send('/admin/deliveries/b/retry');
    expect(late.headers.get('location')).toBe('/admin/deliveries/b?said=too-late');
    expect(await engine.ledger.delivery('b')).toMatchObject({ state: 'skipped' });
  });

  it('is sent once more under the id that `announce --again` would take, however often the button is pressed', async () => {
    const { engine, ask, send } = await open();
    const { posts } = await engine.ledger.known();
    const post = posts.find(({ path }) => path === 'pigeons.md')?.id ?? '';
    const first = deliveryId('post', post, 'community');
    await deliver(engine, first, SENT, { subject: post });

    const asked = await (await ask(`/admin/deliveries/${first}/resend`)).text();
    expect(asked).toContain('要再发一次吗？');
    const as = /name="as" value="([^"]+)"/.exec(asked)?.[1] ?? '';
    expect(as).toBe(deliveryId('post', post, 'community', 1));
    expect(await engine.ledger.delivery(as)).toBeUndefined();
    const locations = [];
    for (let i = 0; i < 2; i++) {
      locations.push((await send(`/admin/deliveries/${first}/resend`, { as })).headers.get('location'));
    }
    expect(locations).toEqual([`/admin/deliveries/${as}?said=resent`, `/admin/deliveries/${first}?said=too-late`]);
    // The post as it is now, not as it was.
    expect(await engine.ledger.delivery(as)).toMatchObject({
      state: 'pending',
      message: { title: '信鸽与 HTTP 缓存' },
    });
    expect(await engine.ledger.deliveries({ subject: post })).toHaveLength(2);
  });

  it.each(['/admin/deliveries/nobody', '/admin/posts/nobody', '/admin/digests/nobody', '/admin/drafts/weekly/nobody'])(
    'that is not there is not found: %s',
    async (path) => {
      const { ask } = await open();
      expect((await ask(path)).status).toBe(404);
    },
  );
});

describe('many deliveries', () => {
  it('are found by state, channel and words, page by page', async () => {
    const { engine, ask } = await open();
    await engine.ledger.commit({
      deliveries: Array.from({ length: 120 }, (_, i) =>
        makeDelivery(`d${i}`, {
          channel: i % 2 === 0 ? 'community' : 'terminal',
          state: i % 3 === 0 ? 'held' : 'pending',
        }),
      ),
    });
    const rows = (page: string) => [...page.matchAll(/href="\/admin\/deliveries\/(d\d+)"/g)].map(([, id]) => id);
    const next = (page: string) =>
      /href="(\/admin\/deliveries\?[^"]*before=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');

    const found: (string | undefined)[] = [];
    for (let path: string | undefined = '/admin/deliveries'; path; ) {
      const page: string = await (await ask(path)).text();
      found.push(...rows(page));
      path = next(page);
    }
    expect(found).toEqual(Array.from({ length: 120 }, (_, i) => `d${119 - i}`));
    const filtered = await (await ask('/admin/deliveries?state=held&channel=terminal')).text();
    expect(rows(filtered)).toEqual(Array.from({ length: 20 }, (_, i) => `d${117 - 6 * i}`));
    expect(rows(await (await ask('/admin/deliveries?q=%E6%A0%87%E9%A2%98%20D77')).text())).toEqual(['d77']);
    expect(await (await ask('/admin/deliveries?state=nonsense&q=nothing-like-it')).text()).toContain(
      '没有符合条件的投递',
    );
  });

  it('are retried or skipped when selected, and retried all at once', async () => {
    const { engine, send } = await open();
    for (const id of ['a', 'b', 'c']) await deliver(engine, id, FAILED);
    await deliver(engine, 'doubt', HELD);
    await deliver(engine, 'stopped', undefined, { state: 'held', heldFor: 'breaker' });
    const state = async (id: string) => (await engine.ledger.delivery(id))?.state;

    const back = await send('/admin/deliveries/selected', { id: 'a', do: 'skip', back: '?state=failed' });
    expect(back.headers.get('location')).toBe('/admin/deliveries?state=failed&said=skipped');
    expect([await state('a'), await state('b')]).toEqual(['skipped', 'failed']);
    await send('/admin/deliveries/retry-all', { state: 'held', channel: 'community', 'held-for': 'breaker' });
    expect([await state('stopped'), await state('doubt')]).toEqual(['pending', 'held']);
    await send('/admin/deliveries/retry-all', { state: 'failed' });
    expect([await state('b'), await state('c'), await state('doubt')]).toEqual(['pending', 'pending', 'held']);
  });
});

describe('subscriptions', () => {
  it('are listed, resumed and removed', async () => {
    const { engine, ask, send } = await open();
    const { subscriptions } = engine;
    const place = { destination: 'slack/C9', createdBy: 'U1', createdAt: Date.now() };
    await subscriptions.add({ id: 'one', kind: 'tag', value: 'HTTP <b>', ...place });
    await subscriptions.pause('slack/C9', 'the channel was archived');
    const page = await (await ask('/admin/subscriptions')).text();
    expect(page).toContain('HTTP &lt;b&gt;');
    expect(page).toContain('the channel was archived');
    await send('/admin/subscriptions/resume', { destination: 'slack/C9' });
    expect((await subscriptions.list())[0]?.paused).toBeUndefined();
    await send('/admin/subscriptions/remove', { id: 'one' });
    expect(await subscriptions.list()).toEqual([]);
  });
});

describe('digests', () => {
  it('are previewed without a trace, and sent once', async () => {
    const { engine, ask, send } = await open();
    const page = await (await ask('/admin/digests/weekly')).text();
    expect(page).toContain('信鸽与 HTTP 缓存');
    expect(await engine.ledger.editions()).toEqual([]);

    const confirm = await (await ask('/admin/digests/weekly/send')).text();
    expect(confirm).toContain('community, terminal');
    const sent = [];
    for (let i = 0; i < 2; i++) sent.push((await send('/admin/digests/weekly/send')).headers.get('location'));
    expect(sent).toEqual(['/admin/digests/weekly?said=edition-sent', '/admin/digests/weekly?said=edition-out']);
    expect(await engine.ledger.editions()).toHaveLength(1);
    expect(await engine.ledger.deliveries({ states: ['pending'] })).toHaveLength(2);
  });

  it('that wait for approval are changed and go out just as they were looked at', async () => {
    const { engine, ask, send, propose } = await open();
    const id = await propose();
    const path = `/admin/drafts/${id}`;
    expect(await (await ask('/admin')).text()).toContain(path);
    const page = await (await ask(path)).text();
    expect(page).toContain('https://blog.example.org/blog/draft-1/');
    const said = async (fields: Record<string, string>) =>
      (await send(path, fields)).headers.get('location')?.replace(`${path}?said=`, '');

    expect(await said({ do: 'drop', link: '1' })).toBe('draft-changed');
    expect(await said({ do: 'intro', text: '各位早上好' })).toBe('draft-changed');
    // Somebody looked at it before those changes.
    expect(await said({ do: 'approve', version: '1' })).toBe('decided-before');
    expect(await engine.ledger.editions()).toEqual([]);
    expect(await said({ do: 'approve', version: '3' })).toBe('edition-sent');
    expect(await said({ do: 'skip' })).toBe('decided-before');
    const edition = await engine.ledger.edition(id);
    expect(edition?.posts.map(({ title }) => title)).toEqual(['甲']);
    expect(edition?.markdown).toContain('各位早上好');
    expect(await engine.ledger.draft(id)).toMatchObject({ state: 'sent', decided: { by: 'console' } });
    expect((await send(path, { do: 'nonsense' })).status).toBe(404);
  });

  it('that wait for approval can be skipped', async () => {
    const { engine, send, propose } = await open();
    const id = await propose();
    await send(`/admin/drafts/${id}`, { do: 'skip' });
    expect(await engine.ledger.draft(id)).toMatchObject({ state: 'skipped' });
    expect(await engine.ledger.edition(id)).toBeUndefined();
  });
});

describe('problems', () => {
  it('are listed with file, line, rule and hint', async () => {
    const { ask } = await open();
    const page = await (await ask('/admin/problems')).text();
    expect(page).toMatch(/<span class="code">broken\.md:\d+<\/span>/);
    // A rule about a post in its library, too.
    expect(page).toContain('cover-missing');
  });
});
