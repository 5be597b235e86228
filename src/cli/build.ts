import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openRelatedMemory } from '../app/open-related-memory.js';
import { withSite } from '../app/open-site.js';
import { siteInput } from '../app/site-input.js';
import { designVersion } from '../web/design-version.js';
import { pictureDocuments } from '../web/picture-documents.js';
import { siteDocuments } from '../web/site-documents.js';
import { writeSite } from '../web/write-site.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { problemLines } from './problem-lines.js';
import { progressBar } from './progress-bar.js';

interface Options extends CommonOptions {
  out: string;
  strict?: boolean;
}

export function build(environment: CommandEnvironment): Command {
  return createCommand('build', 'write every feed and page as static files')
    .option('--out <dir>', 'where to', 'public')
    .option('--strict', 'exit with 1 when a post could not be read')
    .action(async (options: Options) => {
      const started = performance.now();
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      const out = resolve(environment.cwd, options.out);
      await withSite(config, world, { keep: true }, async ({ library, problems, shown, settings, folder }) => {
        const related = openRelatedMemory(config.dataDir);
        const input = { ...siteInput(shown, settings, world.now()), related: related.memory };
        const documents = siteDocuments({ ...input, target: 'files' });
        if (settings.siteUrl === settings.baseUrl) {
          documents.push(...(await pictureDocuments(library, folder, settings.baseUrl)));
        }
        const bar = progressBar('Writing', options.json);
        bar?.start(documents.length, 0);
        const { written } = await writeSite(documents, out, {
          version: designVersion(),
          onProgress: ({ done }) => bar?.update(done),
        });
        bar?.stop();
        related.save();

        const errors = problems.filter(({ severity }) => severity === 'error');
        const skipped = new Set(errors.map(({ file }) => file)).size;
        const feeds = documents.filter(({ feed }) => feed !== undefined).length;
        const ms = Math.round(performance.now() - started);
        const result = { posts: library.posts.length, skipped, problems: problems.map(withoutHint), feeds, ms };
        printResult(options.json, result, () => [
          ...problemLines(errors),
          `${result.posts} posts, ${feeds} feeds, ${documents.length} files (${written} new or changed) in ${options.out}, ${ms} ms`,
          ...(skipped > 0 ? [`${skipped} posts could not be read; see above`] : []),
        ]);
        if (options.strict && skipped > 0) environment.fail();
      });
    });
}

function withoutHint({
  file,
  line,
  rule,
  message,
  severity,
}: {
  file: string;
  line: number;
  rule: string;
  message: string;
  severity: string;
}) {
  return { file, line, rule, message, severity };
}
