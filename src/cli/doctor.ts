import type { Command } from 'commander';
import pc from 'picocolors';
import { diagnose } from '../app/diagnose.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';

const SIGNS = { ok: pc.green('ok     '), warning: pc.yellow('warning'), fault: pc.red('fault  ') };

export function doctor(environment: CommandEnvironment): Command {
  return createCommand(
    'doctor',
    'check config, content, engine, tokens, reachability and clock; sends nothing to a channel',
  ).action(async (options: CommonOptions) => {
    const { config, world } = await prepare(environment, options, { level: 'warn' });
    const findings = await diagnose(config, world);
    printResult(options.json, findings, () =>
      findings.map(
        ({ what, verdict, detail, hint }) => `${SIGNS[verdict]} ${pc.bold(what)}: ${detail}${hint ? `; ${hint}` : ''}`,
      ),
    );
    if (findings.some(({ verdict }) => verdict === 'fault')) environment.fail();
  });
}
