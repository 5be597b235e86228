import type { Command } from 'commander';
import { findPost } from '../app/find-post.js';
import { withSite } from '../app/open-site.js';
import { recommendFor, recommendSection } from '../digest/recommend.js';
import {
  type CommandEnvironment,
  type CommonOptions,
  createCommand,
  prepare,
  printResult,
  UsageError,
} from './command.js';

interface Options extends CommonOptions {
  count: string;
}

export function recommend(environment: CommandEnvironment): Command {
  return createCommand('recommend', 'print a ready 本周推荐阅读 section to paste below an article')
    .argument('<post>', "the article's file, URL, slug or title")
    .option('-n, --count <number>', 'how many articles', '4')
    .action(async (text: string, options: Options) => {
      const limit = Number(options.count);
      if (!Number.isInteger(limit) || limit < 1) {
        throw new UsageError(`-n: "${options.count}" is not a number of articles; give 1 or more`);
      }
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      await withSite(config, world, {}, async (site) => {
        const post = findPost(text, site, { cwd: environment.cwd, folder: site.folder });
        if (typeof post === 'string') throw new UsageError(post);
        const input = { library: site.library, post, limit, now: world.now() };
        printResult(options.json, { markdown: recommendSection(input), links: recommendFor(input) }, () => [
          recommendSection(input).trimEnd(),
        ]);
      });
    });
}
