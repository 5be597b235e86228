import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { withSite } from '../app/open-site.js';
import type { Problem } from '../content/post.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { problemLines } from './problem-lines.js';

export function lint(environment: CommandEnvironment): Command {
  return createCommand('lint', 'check posts as an author or a CI job would want')
    .argument('[path...]', 'only files or folders among the posts')
    .action(async (paths: string[], options: CommonOptions) => {
      const { config, world } = prepare(environment, options, { secretsOptional: true, level: 'warn' });
      await withSite(config, world, {}, async ({ problems, posts, folder }) => {
        const wanted = paths.map((path) => relative(folder, resolve(environment.cwd, path)));
        const found = problems.filter(({ file }) => isBelow(file, wanted));
        const errors = found.filter(({ severity }) => severity === 'error').length;
        printResult(options.json, found.map(toJson), () => [
          ...problemLines(found),
          `${posts.length} posts read; ${errors} errors, ${found.length - errors} warnings`,
        ]);
        if (errors > 0) environment.fail();
      });
    });
}

function isBelow(file: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((path) => path === '' || file === path || file.startsWith(`${path}/`));
}

function toJson({ file, line, rule, severity, message, hint }: Problem) {
  return { file, line, rule, severity, message, hint };
}
