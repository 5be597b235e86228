import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { DATABASE, openEngine } from '../app/open-engine.js';
import type { Config } from '../config/load-config.js';
import { collectSecrets } from '../config/secrets.js';
import type { ArchiveKind } from '../engine/archive.js';
import { type Engine, EngineError } from '../engine/engine.js';
import { migrate as carry } from '../engine/migrate.js';
import {
  type CommandEnvironment,
  type CommonOptions,
  createCommand,
  prepare,
  printResult,
  UsageError,
} from './command.js';
import { progressBar } from './progress-bar.js';

interface Options extends CommonOptions {
  to: string;
  from?: string;
}

/** The prefix of a Redis that no config names; the same as the config's default. */
const PREFIX = 'postrider';

/** What people call the kinds. Facts, such as when the last scan was, are not counted. */
const NAMES: Record<Exclude<ArchiveKind, 'fact'>, string> = {
  post: 'posts',
  edition: 'editions',
  draft: 'drafts',
  delivery: 'deliveries',
  subscription: 'subscriptions',
  destination: 'destinations',
  schedule: 'schedules',
};

export function migrate(environment: CommandEnvironment): Command {
  return createCommand('migrate', 'carry ledger, subscriptions and editions to another engine, either way')
    .requiredOption('--to <store>', 'where to: redis://HOST:PORT, or embedded for the database in dataDir')
    .option('--from <store>', 'where from, likewise (default: the engine of the config)')
    .addHelpText(
      'after',
      '\nStop every Postrider first. It may be broken off and run again at any moment; nothing is taken away from where it was.',
    )
    .action(async (options: Options) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      const source = { ...config, engine: readStore('--from', options.from, config) };
      const target = { ...config, engine: readStore('--to', options.to, config) };
      environment.secrets.push(...collectSecrets(source), ...collectSecrets(target));
      if (isSame(source.engine, target.engine)) throw new UsageError(sameStore(source.engine, options.from));
      if (source.engine.type === 'embedded') requireDatabase(join(source.dataDir, DATABASE));

      const from = await openEngine(source, world);
      try {
        const to = await openEngine(target, world, { carrying: true });
        try {
          const result = await carryAll(from, to, options.json);
          printResult(options.json, result, () => report(result, target.engine));
        } finally {
          await to.close();
        }
      } finally {
        await from.close();
      }
    });
}

interface Result {
  /** Stores as the engines name them. */
  from: string;
  to: string;
  /** By the names above. */
  counts: Record<string, number>;
}

async function carryAll(from: Engine, to: Engine, json: boolean | undefined): Promise<Result> {
  const bar = progressBar('Carrying', json);
  bar?.start(1, 0);
  try {
    const { counts } = await carry(from, to, (done, total) => {
      bar?.setTotal(total);
      bar?.update(done);
    });
    const named = Object.entries(NAMES).map(([kind, name]) => [name, counts[kind as ArchiveKind]]);
    return { from: from.archive.where, to: to.archive.where, counts: Object.fromEntries(named) };
  } finally {
    bar?.stop();
  }
}

function report({ from, to, counts }: Result, { type }: Config['engine']): string[] {
  const engine = type === 'redis' ? '{ type: redis, url: … }' : '{ type: embedded }';
  return [
    `Carried from ${from} to ${to}, and counted there again:`,
    ...Object.entries(counts).map(([name, count]) => `${pc.bold(name.padEnd(13))}  ${count}`),
    `Now set \`engine: ${engine}\` in postrider.yaml. Never start Postrider with the old one again: it knows nothing of what is sent from here on.`,
  ];
}

/** @param store `embedded`, a Redis URL, or undefined for what the config says. */
function readStore(option: string, store: string | undefined, { engine }: Config): Config['engine'] {
  if (store === undefined) return engine;
  const { keep } = engine;
  if (store === 'embedded') return { type: 'embedded', keep };
  if (!/^rediss?:\/\//.test(store) || !URL.canParse(store)) {
    throw new UsageError(`${option}: expected redis://HOST:PORT, rediss://HOST:PORT or embedded`);
  }
  const prefix = engine.type === 'redis' ? engine.prefix : PREFIX;
  return { type: 'redis', keep, url: store, prefix, telemetry: false };
}

function isSame(a: Config['engine'], b: Config['engine']): boolean {
  if (a.type === 'embedded' || b.type === 'embedded') return a.type === b.type;
  return placeOf(a.url) === placeOf(b.url);
}

/** Host, port and database: `redis://host`, `redis://user:password@host/` and `redis://host/0` are one place. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 6379}/${pathname.slice(1) || 0}`;
}

function sameStore({ type }: Config['engine'], from: string | undefined): string {
  return from === undefined
    ? `--to is the ${type} engine the config names already; say with --from where to carry it from`
    : '--from and --to are the same';
}

/** Opening makes a database that is missing; an empty one is nothing to carry. */
function requireDatabase(file: string): void {
  if (existsSync(file)) return;
  throw new EngineError(`there is no database ${file}`, 'check dataDir in postrider.yaml, and --config');
}
