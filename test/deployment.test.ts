import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { ROLES } from '../src/app/start-app.js';
import { loadConfig } from '../src/config/load-config.js';
import { markdownPost } from './support/markdown-post.js';
import { launchPostrider, startPostrider } from './support/postrider.js';
import { startRedisServer } from './support/redis-server.js';
import { tempFolder } from './support/temp-folder.js';
import { until } from './support/until.js';

// biome-ignore lint/suspicious/noExplicitAny: other people's YAML
type Yaml = any;

const ROOT = join(import.meta.dirname, '..');
const KUBERNETES = join(ROOT, 'docs/kubernetes');
const SECRETS = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const PATIENCE = 30_000;

const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
const manifests: Yaml[] = readdirSync(KUBERNETES)
  .filter((name) => name !== 'postrider.yaml')
  .flatMap((name) =>
    parseAllDocuments(readFileSync(join(KUBERNETES, name), 'utf8')).map((document) => document.toJS()),
  );

const rolesOf = (args: string[]): string[] => (args[args.indexOf('--roles') + 1] as string).split(',');
const configOf = (file: string) => loadConfig({ file, cwd: ROOT, env: SECRETS });

it('Compose runs every role with a config that is right, and asks each process how it is where it answers', async () => {
  const { app, worker, redis } = compose.services;
  expect([...rolesOf(app.command), ...rolesOf(worker.command)].toSorted()).toEqual(ROLES.toSorted());
  const { engine, server } = await configOf('docker/postrider.yaml');
  expect(engine).toMatchObject({ type: 'redis', url: app.environment.REDIS_URL });
  expect(app.ports).toEqual([`127.0.0.1:${server.port}:${server.port}`]);
  // Many workers, so none may take a port of the machine.
  expect(worker.ports).toEqual([]);
  expect(worker.healthcheck.test.join(' ')).toContain(`127.0.0.1:${server.probePort}/readyz`);
  expect(redis.command.join(' ')).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction');
});

it('Kubernetes runs every role with a config that is right, and asks each process how it is where it answers', async () => {
  const named = (kind: string, name: string): Yaml =>
    manifests.find((each) => each.kind === kind && each.metadata?.name === name);
  const [app, worker] = ['postrider', 'postrider-worker'].map(
    (name) => named('Deployment', name).spec.template.spec.containers[0],
  );
  expect([...rolesOf(app.args), ...rolesOf(worker.args)].toSorted()).toEqual(ROLES.toSorted());
  const { engine, server, dataDir } = await configOf('docs/kubernetes/postrider.yaml');
  expect(engine).toMatchObject({ type: 'redis', url: 'redis://redis:6379' });
  expect(named('Service', 'redis').spec.ports[0].port).toBe(6379);
  expect(app.ports).toEqual([{ name: 'http', containerPort: server.port }]);
  expect(worker.ports).toEqual([{ name: 'probes', containerPort: server.probePort }]);
  for (const container of [app, worker]) {
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: dataDir });
    expect(container.args).toContain(container.volumeMounts[0].mountPath);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(container.ports.map((port: Yaml) => port.name)).toContain(container[probe].httpGet.port);
  }
  const kustomization = manifests.find((each) => each.resources !== undefined && each.kind === undefined);
  expect(readdirSync(KUBERNETES)).toEqual(
    expect.arrayContaining([...kustomization.resources, ...kustomization.configMapGenerator[0].files]),
  );
});

it('the commands of Compose, with three workers, announce a post once', async () => {
  const { app, worker, redis: image } = compose.services;
  const redis = await startRedisServer(image.command.slice(1));
  const folder = tempFolder();
  for (const name of ['site/content', 'site/jobs', 'data']) mkdirSync(join(folder.path, name), { recursive: true });
  const config = readFileSync(join(ROOT, 'docker/postrider.yaml'), 'utf8')
    .replaceAll(/(?<= )\/(site|data)\b/g, `${folder.path}/$1`)
    // Containers have a port of their own each; processes on one machine do not.
    .replace(/probePort: \d+/, 'probePort: 0');
  const file = folder.write('site/postrider.yaml', config);
  folder.write('site/content/first.md', markdownPost('早就有的文章'));
  const env = { REDIS_URL: redis.url };
  const args = (command: string[]) => command.map((each) => (each === '/site/postrider.yaml' ? file : each));

  const workers = [1, 2, 3].map(() => launchPostrider(folder.path, args(worker.command), env));
  const { url } = await startPostrider(folder.path, args(app.command).slice(1), env);
  await until(() => workers.every(({ output }) => output.stdout.includes('ready')), PATIENCE);
  folder.write('site/content/news.md', markdownPost('新闻'));
  const printed = () => workers.map(({ output }) => output.stdout).join('');
  await until(() => printed().includes('新文章：新闻'), PATIENCE);
  await sleep(1_500);
  expect(printed().match(/新文章：新闻/g)).toHaveLength(1);
  expect(await (await fetch(`${url}/rss.xml`)).text()).toContain('新闻');
}, 120_000);
