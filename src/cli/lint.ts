import { join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { lintInput, lintPosts } from '../app/lint-posts.js';
import { withSite } from '../app/open-site.js';
import type { Problem } from '../content/post.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { problemLines } from './problem-lines.js';

interface Options extends CommonOptions {
  format: 'text' | 'github';
}

export function lint(environment: CommandEnvironment): Command {
  return createCommand('lint', 'check posts as an author or a CI job would want; exits with 1 on an error')
    .argument('[path...]', 'only files or folders among the posts')
    .addOption(
      new Option('--format <format>', 'github: annotations in a pull request')
        .choices(['text', 'github'])
        .default('text'),
    )
    .action(async (paths: string[], options: Options) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      await withSite(config, world, {}, async ({ problems, posts, folder }) => {
        const wanted = paths.map((path) => relative(folder, resolve(environment.cwd, path)));
        const found = lintPosts(lintInput({ posts, problems }, folder, config)).filter(({ file }) =>
          isBelow(file, wanted),
        );
        const errors = found.filter(({ severity }) => severity === 'error').length;
        // As seen from here, so that a terminal or GitHub can open the file.
        const fromHere = found.map((problem) => ({
          ...problem,
          file: relative(environment.cwd, join(folder, problem.file)),
        }));
        printResult(options.json, found.map(toJson), () =>
          options.format === 'github'
            ? fromHere.map(annotation)
            : [
                ...problemLines(fromHere),
                `${posts.length} posts read; ${errors} errors, ${found.length - errors} warnings`,
              ],
        );
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

/** docs.github.com, "Workflow commands for GitHub Actions": values are percent-encoded, properties more so. */
function annotation({ file, line, rule, severity, message, hint }: Problem): string {
  const value = (text: string) => text.replace(/[%\r\n]/g, encodeURIComponent);
  const property = (text: string) => text.replace(/[%\r\n:,]/g, encodeURIComponent);
  return `::${severity} file=${property(file)},line=${line},title=${property(rule)}::${value(`${message}; ${hint}`)}`;
}
