import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backupDatabase } from '../engine/embedded/backup-database.js';
import { contentsLine, momentText } from './backup-lines.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { embeddedDatabase } from './embedded-database.js';

interface Options extends CommonOptions {
  force?: boolean;
}

export function backup(environment: CommandEnvironment): Command {
  return createCommand('backup', 'write a consistent, checked copy of the database, while it is in use')
    .argument('<file>', 'where the copy goes')
    .option('--force', 'replace a file that is there')
    .action(async (name: string, options: Options) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      const { madeAt, ...made } = backupDatabase({
        file: embeddedDatabase(config, 'backup'),
        to: resolve(environment.cwd, name),
        force: options.force ?? false,
        now: world.now,
      });
      printResult(options.json, { ...made, madeAt: new Date(madeAt).toISOString(), check: 'ok' }, () => [
        `${made.file} holds the state of ${momentText(madeAt)}: ${contentsLine(made)}`,
        `${made.bytes} bytes, read back and found whole; \`postrider restore\` puts it in place`,
      ]);
    });
}
