import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { until } from './until.js';

export interface StartedCommand {
  stdout(): string;
  stderr(): string;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts a program and waits until its output says so; it is killed when the test ends. */
export async function runCommand(
  cwd: string,
  command: string,
  args: string[],
  { until: ready, env = {} }: { until: RegExp; env?: NodeJS.ProcessEnv },
): Promise<StartedCommand> {
  const { PATH, HOME } = process.env;
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk;
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  await until(() => {
    if (child.exitCode !== null) throw new Error(`it stopped with ${child.exitCode}: ${output.stderr}`);
    return ready.test(output.stdout);
  }, 60_000);
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    stop: () => {
      child.kill('SIGTERM');
      return closed;
    },
  };
}
