import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/load-config.js';
import { collectSecrets, redact } from '../../src/config/secrets.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'postrider-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const load = (yaml: string, env: NodeJS.ProcessEnv = {}, secretsOptional = false) => {
  writeFileSync(join(cwd, 'postrider.yaml'), yaml);
  return loadConfig({ cwd, env, secretsOptional });
};
const faults = async (yaml: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> => {
  try {
    await load(yaml, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('loading postrider.yaml', () => {
  it('runs on defaults with a console channel when there is no file', async () => {
    const config = await loadConfig({ cwd, env: {} });
    expect(config.channels).toMatchObject([{ name: 'console', type: 'console' }]);
    expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8080, adminToken: '' });
    expect(config.engine).toEqual({ type: 'embedded', keep: 365 * 86_400_000 });
    expect(config.announce).toMatchObject({ maxAge: 30 * 86_400_000, burst: 5, breaker: { count: 50, per: 60_000 } });
  });

  it('says that a file named on the command line does not exist', async () => {
    await expect(loadConfig({ file: 'nowhere.yaml', cwd, env: {} })).rejects.toThrow(
      /nowhere\.yaml: no such file; check --config/,
    );
  });

  it('takes paths relative to the config file', async () => {
    const config = await load('dataDir: state\njobs: digests');
    expect(config.dataDir).toBe(join(cwd, 'state'));
    expect(config.jobs).toBe(join(cwd, 'digests'));
  });

  it('announces nothing into the folder that posts are read from: it would come back as news', async () => {
    const announces = async (yaml: string, path: string) => {
      const { channels } = await load(`${yaml}\nchannels: [{ name: repo, type: file, path: ${path} }]`);
      return channels[0]?.announce;
    };
    expect(await announces('content: { path: posts }', 'posts/weekly')).toBe(false);
    expect(await announces('content: { path: posts }', 'posts')).toBe(false);
    expect(await announces('', 'content')).toBe(false);
    expect(await announces('content: { path: posts }', 'outbox')).toBe(true);
    expect(await announces('content: { path: posts }', 'posts-of-others')).toBe(true);
    expect(await announces('content: { path: posts, exclude: ["weekly/**"] }', 'posts/weekly')).toBe(true);
    expect(await announces('content: { path: posts, include: ["blog/**/*.md"] }', 'posts/weekly')).toBe(true);
  });

  it('fills environment references, also bare ones inside braces', async () => {
    const config = await load('server: { port: ${P:-9000}, adminToken: ${TOKEN} }\nsite: { title: "A ${WHO} blog" }', {
      TOKEN: 'abc: {def} # not a comment',
      WHO: 'fine',
    });
    expect(config.server).toMatchObject({ host: '127.0.0.1', port: 9000, adminToken: 'abc: {def} # not a comment' });
    expect(config.site.title).toBe('A fine blog');
  });

  it('reads .env beside the config, the real environment winning', async () => {
    writeFileSync(join(cwd, '.env'), 'ONE=from-file\nTWO=from-file\n');
    const config = await load('site: { title: "${ONE} ${TWO}" }', { TWO: 'from-environment' });
    expect(config.site.title).toBe('from-file from-environment');
  });

  it('names a variable that is not set, with its line', async () => {
    expect(await faults('site:\n  title: ${NOPE}')).toEqual([
      'postrider.yaml:2: the environment variable NOPE is not set; set it, or put it into .env beside the config',
    ]);
  });

  it('lets commands that open no channel run without secrets', async () => {
    expect((await load('server: { adminToken: "${NOPE}" }', {}, true)).server.adminToken).toBe(
      'https://not-set.invalid/NOPE',
    );
    const group = 'channels: [{ name: group, type: dingtalk, webhook: "${NOPE}", secret: "${NOPE}" }]';
    expect((await load(group, {}, true)).channels).toHaveLength(1);
  });

  it('lets PORT override the port', async () => {
    expect((await load('server: { port: 9000 }', { PORT: '9100' })).server.port).toBe(9100);
    await expect(load('', { PORT: 'http' })).rejects.toThrow('environment PORT: "http" is not a port');
  });

  it('suggests the key that was meant', async () => {
    expect(await faults('site:\n  tilte: x\nanounce: {}')).toEqual([
      'postrider.yaml:2 site.tilte: unknown key; did you mean "title"?',
      'postrider.yaml:3 anounce: unknown key; did you mean "announce"?',
    ]);
  });

  it('reports every fault of a channel at its line', async () => {
    const yaml = [
      'channels:',
      '  - { name: a, type: consle }',
      '  - { name: b, type: console, langauge: zh }',
      '  - { name: b, type: console }',
    ];
    expect(await faults(yaml.join('\n'))).toEqual([
      'postrider.yaml:2 channels[0].type: unknown channel type "consle"; did you mean "console"?',
      'postrider.yaml:3 channels[1].langauge: unknown key; did you mean "language"?',
      'postrider.yaml:4 channels[2].name: the name "b" is taken; give every channel a name of its own',
    ]);
  });

  it('says which form a value takes', async () => {
    expect(
      await faults(
        'announce:\n  maxAge: a month\n  breaker: lots\nsite: { timezone: Mars/Olympus, url: sofastack.tech }',
      ),
    ).toEqual([
      expect.stringContaining('postrider.yaml:4 site.url: expected a URL that starts with http:// or https://'),
      expect.stringContaining('postrider.yaml:4 site.timezone: expected an IANA time zone such as Asia/Shanghai'),
      expect.stringContaining('postrider.yaml:2 announce.maxAge: expected a duration such as 30s, 5m, 12h or 7d'),
      expect.stringContaining('postrider.yaml:3 announce.breaker: expected a rate such as 20/1m'),
    ]);
  });

  it('understands the special words', async () => {
    const { announce, feeds } = await load('announce: { maxAge: forever, breaker: 0, burst: 0 }\nfeeds:\n  hub:');
    expect(announce).toMatchObject({ maxAge: Number.POSITIVE_INFINITY, breaker: null, burst: 0 });
    expect(feeds.hub).toEqual([]);
    expect((await load('engine: { type: embedded, keep: forever }')).engine.keep).toBe(Number.POSITIVE_INFINITY);
    expect(await faults('engine: { type: embedded, keep: 12h }')).toEqual([
      expect.stringContaining('postrider.yaml:1 engine.keep: expected at least 1d'),
    ]);
  });

  it('suggests the placeholder of a permalink and the key of a match that were meant', async () => {
    const channel = 'channels:\n  - { name: a, type: console, match: { tgs: [x] } }';
    expect(await faults(`content:\n  permalink: /blog/{slg}/\n${channel}`)).toEqual([
      'postrider.yaml:4 channels[0].match.tgs: unknown key; did you mean "tags"?',
      'postrider.yaml:2 content.permalink: there is no placeholder {slg}; did you mean {slug}?',
    ]);
  });

  it('says that a folder is no config file', async () => {
    await expect(loadConfig({ file: '.', cwd, env: {} })).rejects.toThrow(/\.: is a folder, not a file/);
  });

  it('points at broken YAML', async () => {
    expect(await faults('site:\n  title: "no end')).toEqual([
      expect.stringMatching(/^postrider\.yaml:\d+: .+; mend the YAML there/),
    ]);
  });
});

describe('secrets', () => {
  it('are replaced wherever they appear, also URL-encoded', async () => {
    const config = await load('server: { adminToken: "s3cret/tok en" }');
    const secrets = collectSecrets(config);
    expect(redact('token s3cret/tok en, or s3cret%2Ftok%20en', secrets)).toBe('token [secret], or [secret]');
  });
});
