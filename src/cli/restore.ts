import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openEngine } from '../app/open-engine.js';
import { restoreDatabase } from '../engine/embedded/restore-database.js';
import { contentsLine, momentText } from './backup-lines.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { embeddedDatabase } from './embedded-database.js';

export function restore(environment: CommandEnvironment): Command {
  return createCommand('restore', 'put a backup in the place of the database; nothing is announced a second time')
    .argument('<file>', 'what `postrider backup` wrote')
    .action(async (name: string, options: CommonOptions) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'error' });
      const file = embeddedDatabase(config, 'restore');
      const { madeAt, ...restored } = restoreDatabase({ from: resolve(environment.cwd, name), file, now: world.now });
      // Opening it brings it to this version's schema and puts what waited in doubt.
      const engine = await openEngine(config, world);
      const { pending: inDoubt } = await engine.ledger.countByState().finally(() => engine.close());
      printResult(options.json, { ...restored, madeAt: new Date(madeAt).toISOString(), inDoubt }, () => [
        `${file} is now that of ${momentText(madeAt)}: ${contentsLine(restored)}`,
        ...(restored.aside === undefined ? [] : [`the database that was there is kept as ${restored.aside}`]),
        `Waiting deliveries that may have been sent since: ${inDoubt}. Slack is asked about its own; the others are held for you (\`postrider status\`).`,
        'Posts that are new since then count as announced from the next start on, whose log names them; `postrider announce POST --again` sends one.',
        'Digests that were due since then are not sent; `postrider digest JOB --at TIME` makes one up. Subscriptions are those of then.',
      ]);
    });
}
