import type { Command } from 'commander';
import { editionAt, editionCommit } from '../app/digest-editions.js';
import { withSite } from '../app/open-site.js';
import { sendNow } from '../app/send-now.js';
import type { Edition } from '../digest/edition.js';
import {
  type CommandEnvironment,
  type CommonOptions,
  createCommand,
  prepare,
  printResult,
  UsageError,
} from './command.js';
import { deliveryJson, deliveryLines } from './delivery-lines.js';
import { findJob } from './find-job.js';

interface Options extends CommonOptions {
  at?: string;
  dryRun?: boolean;
}

export function digest(environment: CommandEnvironment): Command {
  return createCommand('digest', 'compose the edition of a moment and send it; an edition goes out once')
    .argument('<job>', 'the name of a file in the jobs folder, without .md')
    .option('--at <time>', 'the moment, e.g. 2022-02-04T10:00:00+08:00 (default: now)')
    .option('--dry-run', 'print the edition, send and keep nothing')
    .action(async (name: string, options: Options) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: options.dryRun, level: 'warn' });
      const at = readMoment(options.at) ?? world.now();
      await withSite(config, world, { engine: options.dryRun ? 'if-present' : 'needed' }, async (site) => {
        const { library, settings, engine } = site;
        const job = findJob(name, site);
        const edition = await editionAt(job, at, { library, settings, ledger: engine?.ledger, config, world });
        if (options.dryRun || !engine) {
          printResult(options.json, editionJson(edition), () => [edition.markdown.trimEnd()]);
          return;
        }
        const { committed, created } = await engine.ledger.commit(
          editionCommit(edition, job, { settings, config, world }),
        );
        const sent = await sendNow(created, engine, config, world);
        printResult(options.json, { ...editionJson(edition), deliveries: sent.map(deliveryJson) }, () =>
          committed
            ? [
                `edition ${edition.id}: ${edition.posts.length} new posts, ${edition.readings.length} readings`,
                ...deliveryLines(sent),
              ]
            : [`refused: the edition ${edition.id} went out before; --dry-run shows what it would be now`],
        );
        if (!committed || sent.some(({ state }) => state !== 'sent')) environment.fail();
      });
    });
}

function readMoment(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  // Without a zone the moment would depend on where the command runs.
  if (Number.isNaN(at) || !/\dT.*(Z|[+-]\d\d:?\d\d)$/i.test(text)) {
    throw new UsageError(`--at: "${text}" is not a moment; write it like 2022-02-04T10:00:00+08:00`);
  }
  return at;
}

function editionJson({ id, from, to, posts, readings, markdown }: Edition) {
  const links = (items: readonly { title: string; url: string }[]) => items.map(({ title, url }) => ({ title, url }));
  return { edition: id, from, to, posts: links(posts), readings: links(readings), markdown };
}
