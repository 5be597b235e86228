import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Role, startApp } from '../../src/app/start-app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { markdownPost } from '../support/markdown-post.js';
import { startPostrider } from '../support/postrider.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start(roles: Role[], probePort: number) {
  const folder = tempFolder();
  folder.write('postrider.yaml', `server: { host: 127.0.0.1, port: 0, probePort: ${probePort} }\n`);
  folder.write('content/a.md', markdownPost('甲'));
  const app = await startApp(await loadConfig({ cwd: folder.path, env: {} }), roles, testWorld());
  onTestFinished(() => app.close());
  return app;
}

describe('a process without pages', () => {
  it.each([[['worker']], [['watcher', 'worker']]] as [Role[]][])(
    'of the roles %j answers probes on server.probePort, and nothing else',
    async (roles) => {
      const port = await freePort();
      const app = await start(roles, port);
      expect(app.url).toBeUndefined();
      const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
      expect(await (await get('/healthz')).json()).toEqual({ ok: true });
      expect(await (await get('/readyz')).json()).toEqual({ ready: true });
      expect(await (await get('/metrics')).text()).toContain('postrider_engine_up 1');
      expect((await get('/admin')).status).toBe(404);
      expect((await get('/')).status).toBe(404);
    },
  );

  it('listens nowhere by default', async () => {
    expect((await start(['worker'], 0)).url).toBeUndefined();
  });
});

describe('a whole process', () => {
  it('counts its scan and its requests, and checks posts aside for the console', async () => {
    const folder = tempFolder();
    folder.write('content/a.md', markdownPost('甲'));
    const { url } = await startPostrider(folder.path);
    await (await fetch(`${url}/rss.xml`)).text();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^postrider_scans_total\{outcome="ok"\} [1-9]/m);
    expect(metrics).toMatch(/^postrider_posts 1$/m);
    expect(metrics).toContain(
      'postrider_http_request_duration_seconds_count{method="GET",route="feeds",status="200"} 1',
    );
    const problems = await (await fetch(`${url}/admin/problems`)).text();
    expect(problems).toContain('cover-missing');
  });
});
