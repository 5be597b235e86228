import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from './until.js';

/** The command as `npm ci` builds it. */
const MAIN = join(import.meta.dirname, '../../dist/cli/main.js');

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one command in a folder, as a person would. */
export async function runPostrider(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return launchPostrider(cwd, args, env).ended;
}

export interface LaunchedPostrider {
  /** What it printed so far. */
  output: { stdout: string; stderr: string };
  ended: Promise<CommandResult>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

/** The same, to be killed in the middle of its work. It is killed when the test ends. */
export function launchPostrider(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): LaunchedPostrider {
  const { child, output } = launch(cwd, args, env);
  const ended = new Promise<CommandResult>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return { output, ended, kill };
}

export interface RunningPostrider {
  /** As its `ready` line says. */
  url: string;
  /** What it printed so far. */
  output: { stdout: string; stderr: string };
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** Starts `postrider start` on a free port and waits for its `ready` line. It is killed when the test ends. */
export async function startPostrider(
  cwd: string,
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<RunningPostrider> {
  const { child, output } = launch(cwd, ['start', ...args], { PORT: '0', ...env });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const url = await until(() => {
    if (child.exitCode !== null) throw new Error(`it stopped with ${child.exitCode}: ${output.stderr}`);
    return /^ready (\S+)$/m.exec(output.stdout)?.[1];
  }, 20_000);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return closed;
  };
  return {
    url,
    output,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

function launch(cwd: string, args: string[], env: NodeJS.ProcessEnv) {
  const { PATH, HOME } = process.env;
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH, HOME, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr += chunk;
  });
  return { child, output };
}
