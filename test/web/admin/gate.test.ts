import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLocal } from '../../../src/web/admin/is-local.js';
import { ADMIN_TOKEN, type ConsoleSetup, startConsole } from '../../support/start-console.js';
import { tempFolder } from '../../support/temp-folder.js';

async function open(setup: ConsoleSetup = {}) {
  const running = await startConsole(tempFolder(), setup);
  onTestFinished(() => running.close());
  return running;
}

/** What `fetch` will not send: any header, another Host included. */
function rawRequest(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const html = { Accept: 'text/html' };

/** Logs in as a browser does. */
async function logIn(url: string, token = ADMIN_TOKEN, fields: Record<string, string> = {}) {
  const response = await fetch(`${url}/admin/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: url, ...html },
    body: new URLSearchParams({ token, ...fields }),
  });
  const cookie = response.headers.get('set-cookie') ?? '';
  return { response, cookie, session: cookie.split(';')[0] ?? '' };
}

describe('the console with an admin token', () => {
  it('lets nobody in without it', async () => {
    const { url } = await open();
    for (const path of [
      '',
      '/',
      '/deliveries',
      '/posts',
      '/digests',
      '/subscriptions',
      '/problems',
      '/channels',
      '/nowhere',
    ]) {
      const response = await fetch(`${url}/admin${path}`, { redirect: 'manual', headers: html });
      expect([path, response.status]).toEqual([path, 401]);
      expect(await response.text()).not.toContain('HTTP 缓存');
    }
    const post = await fetch(`${url}/admin/deliveries/retry-all`, { method: 'POST', headers: { Origin: url } });
    expect(post.status).toBe(401);
  });

  it('lets a program in with the bearer token, and keeps its answers from every cache', async () => {
    const { ask } = await open();
    const response = await ask('/admin');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('概览');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('lets a person in with a cookie that scripts and other sites do not get', async () => {
    const { url } = await open();
    const { response, cookie, session } = await logIn(url, ADMIN_TOKEN, { next: '/deliveries?state=failed' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/admin/deliveries?state=failed');
    expect(cookie).toMatch(/^postrider_console=\S+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(ADMIN_TOKEN);
    const page = await fetch(`${url}/admin`, { headers: { Cookie: session } });
    expect(page.status).toBe(200);
  });

  it('marks the cookie Secure where the browser speaks HTTPS', async () => {
    const { url } = await open({ extra: 'feeds: { url: https://rider.example.org }' });
    const response = await fetch(`${url}/admin/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: 'https://rider.example.org' },
      body: new URLSearchParams({ token: ADMIN_TOKEN }),
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('set-cookie')).toContain('; Secure');
  });

  it('leads nowhere else after the login', async () => {
    const { url } = await open();
    for (const next of [
      '//evil.example.org',
      'https://evil.example.org',
      '/../rss.xml',
      '/\\evil.example.org',
      'javascript:1',
    ]) {
      expect((await logIn(url, ADMIN_TOKEN, { next })).response.headers.get('location')).toBe('/admin');
    }
  });

  it('takes no cookie that is made up, changed, old, or of another token', async () => {
    let now = Date.now();
    const { url } = await open({ world: { now: () => now } });
    const { session } = await logIn(url);
    const status = async (cookie: string) => (await fetch(`${url}/admin`, { headers: { Cookie: cookie } })).status;
    expect(await status(session)).toBe(200);
    const [expiry = '', nonce, mac] = session.replace('postrider_console=', '').split('.');
    expect(await status(`postrider_console=${Number(expiry) + 1}.${nonce}.${mac}`)).toBe(401);
    expect(await status('postrider_console=9999999999999.a.b')).toBe(401);
    expect(await status('postrider_console=')).toBe(401);
    const other = await open({ adminToken: 'another-admin-token-0123456789' });
    expect((await fetch(`${other.url}/admin`, { headers: { Cookie: session } })).status).toBe(401);
    now += 12 * 3_600_000 + 1;
    expect(await status(session)).toBe(401);
  });

  it('knows the session of another process with the same token', async () => {
    const [one, two] = [await open(), await open()];
    const { session } = await logIn(one.url);
    expect((await fetch(`${two.url}/admin`, { headers: { Cookie: session } })).status).toBe(200);
  });

  it('makes guessing slow: in the form and in the header alike, and says how long to wait', async () => {
    let now = Date.now();
    const { url, ask } = await open({ world: { now: () => now } });
    for (let i = 0; i < 4; i++) {
      expect((await logIn(url, `guess ${i}`)).response.status).toBe(401);
      const wrong = await fetch(`${url}/admin`, { headers: { Authorization: `Bearer guess-${i}` } });
      expect(wrong.status).toBe(401);
    }
    const refused = (await logIn(url)).response;
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    expect(await refused.text()).toContain('输错的次数太多');
    expect((await ask('/admin')).status).toBe(429);
    now += 10 * 60_000;
    expect((await logIn(url)).response.status).toBe(303);
    expect((await ask('/admin')).status).toBe(200);
  });

  it('forgets the browser at logout', async () => {
    const { url } = await open();
    const { session } = await logIn(url);
    const page = await (await fetch(`${url}/admin`, { headers: { Cookie: session } })).text();
    const response = await fetch(`${url}/admin/logout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: session, Origin: url },
      body: new URLSearchParams({ form: formToken(page) }),
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
  });
});

describe('a form of the console', () => {
  it('is taken from the console alone', async () => {
    const { url, engine } = await open();
    const { session } = await logIn(url);
    const form = formToken(await (await fetch(`${url}/admin`, { headers: { Cookie: session } })).text());
    const subscription = {
      destination: 'slack/C1',
      kind: 'tag',
      value: 'HTTP',
      createdBy: 'U1',
      createdAt: 0,
    } as const;
    const remove = async (headers: Record<string, string>, fields: Record<string, string>) => {
      await engine.subscriptions.add({ id: 'one', ...subscription });
      const { status } = await fetch(`${url}/admin/subscriptions/remove`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: session, ...headers },
        body: new URLSearchParams({ id: 'one', ...fields }),
      });
      return { status, left: (await engine.subscriptions.list()).length };
    };
    const refused = { status: 403, left: 1 };
    expect(await remove({ Origin: url }, {})).toEqual(refused);
    expect(await remove({ Origin: url }, { form: `${form}x` })).toEqual(refused);
    expect(await remove({}, { form })).toEqual(refused);
    expect(await remove({ Origin: 'https://evil.example.org' }, { form })).toEqual(refused);
    expect(await remove({ Origin: 'null' }, { form })).toEqual(refused);
    expect(await remove({ Origin: url, 'Sec-Fetch-Site': 'same-site' }, { form })).toEqual(refused);
    expect(await remove({ 'Sec-Fetch-Site': 'cross-site' }, { form })).toEqual(refused);
    expect(await remove({ Origin: url }, { form })).toEqual({ status: 303, left: 0 });
    expect(await remove({ 'Sec-Fetch-Site': 'same-origin' }, { form })).toEqual({ status: 303, left: 0 });
  });

  it('of another session is not taken', async () => {
    const { url } = await open();
    const [one, two] = [await logIn(url), await logIn(url)];
    const form = formToken(await (await fetch(`${url}/admin`, { headers: { Cookie: one.session } })).text());
    const response = await fetch(`${url}/admin/deliveries/retry-all`, {
      method: 'POST',
      headers: { Cookie: two.session, Origin: url },
      body: new URLSearchParams({ form }),
    });
    expect(response.status).toBe(403);
  });

  it('is refused when it is endless', async () => {
    const { send } = await open();
    expect((await send('/admin/deliveries/selected', { id: 'x'.repeat(70_000) })).status).toBe(413);
  });
});

describe('the console without an admin token', () => {
  it('is open to a browser on this machine that asks for a name of this machine', async () => {
    const { url } = await open({ adminToken: '' });
    const { port } = new URL(url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'rider.localhost', '[::1]']) {
      expect((await rawRequest(`${url}/admin`, { Host: host })).status).toBe(200);
    }
  });

  it('is off for a name that somebody else points here, and for whoever comes through a proxy', async () => {
    const { url } = await open({ adminToken: '' });
    const strangers: Record<string, string>[] = [
      { Host: 'evil.example.org' },
      { Host: 'localhost.evil.example.org' },
      { Host: '127.0.0.1.nip.io' },
      { Host: '10.0.0.1' },
      { Host: 'localhost', 'X-Forwarded-For': '203.0.113.9' },
      { Host: 'localhost', Forwarded: 'for=203.0.113.9' },
      { Host: 'localhost', 'X-Real-IP': '203.0.113.9' },
    ];
    for (const headers of strangers) {
      const { status, text } = await rawRequest(`${url}/admin`, headers);
      expect([headers, status]).toEqual([headers, 404]);
      expect(text).toContain('server.adminToken');
    }
  });

  it('is off where the server listens to others as well', () => {
    const visit = (serverHost: string, address = '127.0.0.1') =>
      isLocal({ serverHost, address, header: (name) => (name === 'host' ? 'localhost' : undefined) });
    expect([visit('127.0.0.1'), visit('localhost'), visit('::1'), visit('::1', '::ffff:127.0.0.1')]).toEqual(
      Array(4).fill(true),
    );
    expect([visit('0.0.0.0'), visit('::'), visit('192.168.1.5'), visit('127.0.0.1', '192.168.1.9')]).toEqual(
      Array(4).fill(false),
    );
  });

  it('takes forms from its own pages only', async () => {
    const { url, engine } = await open({ adminToken: '' });
    await engine.subscriptions.add({
      ...{ id: 'one', destination: 'slack/C1', kind: 'all', value: '', createdBy: 'U1', createdAt: 0 },
    });
    const page = await fetch(`${url}/admin/subscriptions`);
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const form = formToken(await page.text());
    const remove = (headers: Record<string, string>) =>
      fetch(`${url}/admin/subscriptions/remove`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ id: 'one', form }),
      });
    expect((await remove({ Origin: url })).status).toBe(403);
    expect((await remove({ Cookie: cookie, Origin: 'http://evil.localhost' })).status).toBe(403);
    expect(await engine.subscriptions.list()).toHaveLength(1);
    expect((await remove({ Cookie: cookie, Origin: url })).status).toBe(303);
    expect(await engine.subscriptions.list()).toHaveLength(0);
  });
});

function formToken(page: string): string {
  return /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
}
