import type { Command } from 'commander';
import { ROLES, type Role, startApp } from '../app/start-app.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, UsageError } from './command.js';

interface Options extends CommonOptions {
  roles?: string;
}

export function start(environment: CommandEnvironment): Command {
  return createCommand('start', 'watch, announce, answer and serve until SIGTERM or SIGINT')
    .option('--roles <list>', `some of ${ROLES.join(',')} (default: all of them in this process)`)
    .addHelpText('after', '\nPORT in the environment overrides server.port; LOG_LEVEL sets how much is logged.')
    .action(async (options: Options) => {
      const { config, world: real } = await prepare(environment, options);
      // With --json, stdout is for the one document; what the console channel prints goes beside it.
      const world = options.json ? { ...real, print: (line: string) => void process.stderr.write(`${line}\n`) } : real;
      const stopped = untilSignal();
      const app = await startApp(config, readRoles(options.roles), world);
      real.print(
        options.json ? JSON.stringify({ ready: app.url ?? null }) : ['ready', app.url].filter(Boolean).join(' '),
      );
      const signal = await stopped;
      world.log.info({ signal }, 'stopping');
      await app.close();
    });
}

function readRoles(list: string | undefined): readonly Role[] {
  if (list === undefined) return ROLES;
  const asked = list.split(',').map((role) => role.trim());
  const unknown = asked.find((role) => !ROLES.includes(role as Role));
  if (unknown !== undefined)
    throw new UsageError(`--roles: there is no role "${unknown}"; use some of ${ROLES.join(',')}`);
  return asked as Role[];
}

/** Resolves at the first signal; a second one ends the process at once. */
function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let told = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (told) process.exit(1);
        told = true;
        resolve(signal);
      });
    }
  });
}
