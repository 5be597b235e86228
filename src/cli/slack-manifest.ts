import type { Command } from 'commander';
import { slackManifest as manifest } from '../bot/slack/slack-manifest.js';
import { readJobs } from '../digest/read-jobs.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, UsageError } from './command.js';

interface Options extends CommonOptions {
  url?: string;
}

export function slackManifest(environment: CommandEnvironment): Command {
  return createCommand('slack-manifest', 'print the Slack app manifest that matches the config')
    .option('--url <url>', "Postrider's public address; without it the app uses Socket Mode, which needs none")
    .action(async (options: Options) => {
      if (options.url !== undefined && !/^https:\/\/[^/]/.test(options.url)) {
        throw new UsageError(`--url: Slack takes https addresses only, and "${options.url}" is none`);
      }
      const { config } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      const { jobs } = await readJobs(config.jobs, { timezone: config.site.timezone });
      const questions = jobs.some((job) => job.questions !== undefined);
      process.stdout.write(
        `${JSON.stringify(manifest(config, { url: options.url, questions }), null, options.json ? 0 : 2)}\n`,
      );
    });
}
