import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/load-config.js';
import { redact } from '../config/secrets.js';
import { type CommandEnvironment, ExitCode, UsageError } from './command.js';

/** Each is loaded when it is asked for: all of them together take longer to load than most of them run. */
const COMMANDS: Record<string, () => Promise<(environment: CommandEnvironment) => Command>> = {
  init: async () => (await import('./init.js')).init,
  start: async () => (await import('./start.js')).start,
  build: async () => (await import('./build.js')).build,
  lint: async () => (await import('./lint.js')).lint,
  preview: async () => (await import('./preview.js')).preview,
  announce: async () => (await import('./announce.js')).announce,
  digest: async () => (await import('./digest.js')).digest,
  recommend: async () => (await import('./recommend.js')).recommend,
  ask: async () => (await import('./ask.js')).ask,
  status: async () => (await import('./status.js')).status,
  retry: async () => (await import('./retry.js')).retry,
  backup: async () => (await import('./backup.js')).backup,
  restore: async () => (await import('./restore.js')).restore,
  doctor: async () => (await import('./doctor.js')).doctor,
  migrate: async () => (await import('./migrate.js')).migrate,
  'slack-manifest': async () => (await import('./slack-manifest.js')).slackManifest,
};

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
  for (const load of commandsFor(args)) {
    const command = await load();
    program.addCommand(command(environment).copyInheritedSettings(program));
  }

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, environment.secrets);
  }
}

/** The command that is named; where none is (`--help`, a typing mistake), all of them have something to say. */
function commandsFor([name = '']: readonly string[]) {
  if (name === '--version' || name === '-V') return [];
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return named ? [named] : Object.values(COMMANDS);
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
