import { expect, it } from 'vitest';
import { checkRedis } from '../../../src/engine/redis/check-redis.js';
import { createRedisServer, startRedisServer } from '../../support/redis-server.js';
import { tempFolder } from '../../support/temp-folder.js';

it('finds nothing wrong with a Redis that logs its changes and evicts nothing', async () => {
  const { url } = await startRedisServer();
  expect(await checkRedis(url)).toEqual([]);
});

it('finds a Redis that does not run, without telling the password', async () => {
  const { url } = await createRedisServer([], tempFolder().path);
  expect(await checkRedis(url.replace('redis://', 'redis://:secret@'))).toEqual([
    {
      severity: 'error',
      message: `Redis at ${url} refuses the connection`,
      hint: 'start Redis, or check host and port in engine.url',
    },
  ]);
});

it('finds a wrong password', async () => {
  const { url } = await startRedisServer(['--requirepass', 'right']);
  const [finding] = await checkRedis(url.replace('redis://', 'redis://:wrong@'));
  expect(finding).toMatchObject({ severity: 'error', message: `Redis at ${url} refuses the user or password` });
  expect(await checkRedis(url.replace('redis://', 'redis://:right@'))).toMatchObject([{ severity: 'danger' }]);
});

it('finds a name that nobody has', async () => {
  const [finding] = await checkRedis('redis://no-such-host.invalid:6379');
  expect(finding).toMatchObject({
    severity: 'error',
    message: 'Redis at redis://no-such-host.invalid:6379 cannot be found under its name',
  });
});

for (const [settings, severity, message, hint] of [
  [['--appendonly', 'yes', '--maxmemory-policy', 'volatile-ttl'], 'danger', 'policy volatile-ttl', 'noeviction'],
  [['--appendonly', 'no'], 'danger', 'everything is lost', 'set `appendonly yes`'],
  [['--appendonly', 'no', '--save', '60 1'], 'danger', 'the last minutes are lost', 'set `appendonly yes`'],
  [['--appendonly', 'yes', '--appendfsync', 'no'], 'warning', 'appendfsync no', 'everysec'],
  [['--appendonly', 'yes', '--rename-command', 'CONFIG', ''], 'warning', 'does not tell its settings', 'AOF'],
] as const) {
  it(`finds a ${severity}: ${message} (${settings.join(' ')})`, async () => {
    const { url } = await startRedisServer([...settings]);
    expect(await checkRedis(url)).toEqual([
      { severity, message: expect.stringContaining(message), hint: expect.stringContaining(hint) },
    ]);
  });
}
