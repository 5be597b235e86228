import type { Command } from 'commander';
import { openBot } from '../app/open-bot.js';
import { withSite } from '../app/open-site.js';
import { replyJson } from '../bot/reply-json.js';
import { languageOf } from '../message/words.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';

export function ask(environment: CommandEnvironment): Command {
  return createCommand('ask', 'answer one bot command, e.g. `ask latest 5` or `ask 标签 MOSN`')
    .argument('<text...>', 'what to ask')
    .action(async (words: string[], options: CommonOptions) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      await withSite(config, world, {}, async ({ shown, settings }) => {
        const bot = openBot(() => shown, undefined, settings, world);
        const language = languageOf(settings.language);
        const reply = replyJson(await bot.ask({ text: words.join(' '), destination: 'cli', user: 'cli', language }));
        printResult(options.json, reply, () => [reply.text]);
      });
    });
}
