import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/load-config.js';
import { redact } from '../config/secrets.js';
import { announce } from './announce.js';
import { ask } from './ask.js';
import { backup } from './backup.js';
import { build } from './build.js';
import { type CommandEnvironment, ExitCode, UsageError } from './command.js';
import { digest } from './digest.js';
import { doctor } from './doctor.js';
import { init } from './init.js';
import { lint } from './lint.js';
import { migrate } from './migrate.js';
import { preview } from './preview.js';
import { recommend } from './recommend.js';
import { restore } from './restore.js';
import { retry } from './retry.js';
import { slackManifest } from './slack-manifest.js';
import { start } from './start.js';
import { status } from './status.js';

const COMMANDS = [
  init,
  start,
  build,
  lint,
  preview,
  announce,
  digest,
  recommend,
  ask,
  status,
  retry,
  backup,
  restore,
  doctor,
  migrate,
  slackManifest,
];

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 the work failed, 2 the command line or the config is wrong.
 */
export async function run(args: string[]): Promise<number> {
  let exitCode: number = ExitCode.done;
  const environment: CommandEnvironment = {
    cwd: process.cwd(),
    env: process.env,
    secrets: [],
    fail: () => {
      exitCode = ExitCode.failed;
    },
  };
  const program = new Command('postrider')
    .description("Delivers a community's Markdown blog: feeds, digests, announcements and a bot.")
    .version(packageVersion())
    .showSuggestionAfterError()
    .showHelpAfterError('(`postrider --help` lists the commands)')
    .exitOverride();
  for (const command of COMMANDS) program.addCommand(command(environment).copyInheritedSettings(program));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, environment.secrets);
  }
}

/** One line a fault on stderr. What is neither a person's nor the world's fault is a bug, and shows its stack. */
function report(error: unknown, secrets: readonly string[]): number {
  const say = (text: string) => process.stderr.write(`${redact(text, secrets)}\n`);
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  if (error instanceof ConfigError || error instanceof UsageError) {
    say(error.message);
    return ExitCode.usage;
  }
  if (error instanceof Error && 'hint' in error && typeof error.hint === 'string') {
    say(`${error.message}; ${error.hint}`);
    return ExitCode.failed;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return ExitCode.failed;
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
