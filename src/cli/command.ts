import { Command } from 'commander';
import { createWorld } from '../app/create-world.js';
import { type Config, loadConfig } from '../config/load-config.js';
import { collectSecrets } from '../config/secrets.js';
import type { World } from '../world.js';

export const ExitCode = { done: 0, failed: 1, usage: 2 } as const;

/** The command line asks for something that does not exist; says what, and what there is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a command gets from the process. */
export interface CommandEnvironment {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Filled when a config is loaded, so that a later error message can be redacted. */
  secrets: string[];
  /** The work failed: exit with 1 at the end. */
  fail(): void;
}

/** Options every command has. */
export interface CommonOptions {
  config?: string;
  json?: boolean;
}

/** A command with the options all of them share; the file of each adds its own. */
export function createCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', 'the config (default: postrider.yaml in this folder)')
    .option('--json', 'print one JSON document on stdout and nothing else there');
}

/**
 * Loads the config and makes the world for a command.
 * @param secretsOptional for commands that open no channel: they run where no token is set.
 */
export async function prepare(
  environment: CommandEnvironment,
  options: CommonOptions,
  { secretsOptional = false, level }: { secretsOptional?: boolean; level?: string } = {},
): Promise<{ config: Config; world: World }> {
  const { cwd, env } = environment;
  const config = await loadConfig({ file: options.config, cwd, env, secretsOptional });
  environment.secrets = collectSecrets(config);
  return { config, world: createWorld({ secrets: environment.secrets, level: env.LOG_LEVEL ?? level }) };
}

/** Prints the result: the JSON document, or the lines for people. */
export function printResult(json: boolean | undefined, document: unknown, lines: () => string[]): void {
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : `${lines().join('\n')}\n`);
}
