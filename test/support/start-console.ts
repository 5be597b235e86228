import { addressesOf, siteSettings } from '../../src/app/addresses.js';
import { editionAt } from '../../src/app/digest-editions.js';
import { openEngine } from '../../src/app/open-engine.js';
import { proposeDraft } from '../../src/app/propose-draft.js';
import { startApp } from '../../src/app/start-app.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Engine } from '../../src/engine/engine.js';
import type { World } from '../../src/world.js';
import { makeJob } from './make-job.js';
import { makeLibrary } from './make-library.js';
import { makePost } from './make-post.js';
import { markdownPost } from './markdown-post.js';
import type { TempFolder } from './temp-folder.js';
import { testWorld } from './test-world.js';

export const ADMIN_TOKEN = 'a-long-admin-token-0123456789';
export const SLACK_SECRET = 'xoxb-not-to-be-shown';

/** A whole Postrider whose deliveries go nowhere: it runs no worker. */
export interface RunningConsole {
  url: string;
  /** Another hand on the same store, as another process has it. */
  engine: Engine;
  /** Asks with the bearer token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a form with the bearer token. */
  send(path: string, fields?: Record<string, string>): Promise<Response>;
  /** Has an edition wait for approval. @returns its id */
  propose(): Promise<string>;
  close(): Promise<void>;
}

export interface ConsoleSetup {
  /** '' for none. */
  adminToken?: string;
  /** More lines of the config. */
  extra?: string;
  world?: Partial<World>;
}

const JOB = `---
title: 本周推荐阅读
schedule: "0 10 * * 5"
channels: [community, terminal]
whenEmpty: send
---
大家好，这里是 {{ edition.week }}。

{% for post in posts %}
- [{{ post.title }}]({{ post.url }})
{% endfor %}
`;

export async function startConsole(
  folder: TempFolder,
  { adminToken = ADMIN_TOKEN, extra = '', world = {} }: ConsoleSetup = {},
): Promise<RunningConsole> {
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org }
content: { path: content, permalink: "/blog/{slug}/" }
server: { host: 127.0.0.1, port: 0, adminToken: "${adminToken}" }
channels:
  - { name: community, type: slack, token: ${SLACK_SECRET}, channel: C0123456, apiUrl: "http://127.0.0.1:9/api/" }
  - { name: terminal, type: console }
${extra}`,
  );
  folder.write('content/pigeons.md', markdownPost('信鸽与 HTTP 缓存', { tags: '[HTTP]', cover: '/pigeons.png' }));
  folder.write('content/broken.md', '---\ntitle: [\n---\n\n坏了\n');
  folder.write('jobs/weekly.md', JOB);
  const config = await loadConfig({ cwd: folder.path, env: {} });
  const app = await startApp(config, ['watcher', 'web'], testWorld(world));
  const { now } = testWorld(world);
  const engine = await openEngine(config, testWorld(world));
  const url = app.url ?? '';
  const headers = { Authorization: `Bearer ${adminToken}` };
  return {
    url,
    engine,
    ask: (path, init = {}) =>
      fetch(url + path, { redirect: 'manual', ...init, headers: { ...headers, ...(init.headers as object) } }),
    send: (path, fields = {}) =>
      fetch(url + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) }),
    propose: async () => {
      const sources = { config, settings: siteSettings(config, addressesOf(config)), world: testWorld(world) };
      const date = (i: number) => new Date(now() - (i + 1) * 60_000).toISOString();
      const library = makeLibrary(
        ['甲', '乙'].map((title, i) => makePost({ slug: `draft-${i}`, title, date: date(i) })),
      );
      const job = makeJob({ channels: ['community', 'terminal'], approve: true, reviewChannel: 'C0REVIEW' });
      const edition = await editionAt(job, now(), { ...sources, library, ledger: engine.ledger });
      await proposeDraft(edition, job, engine.ledger, sources);
      return edition.id;
    },
    close: async () => {
      await app.close();
      await engine.close();
    },
  };
}
