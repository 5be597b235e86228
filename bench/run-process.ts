import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** GNU time: the kernel's own account of a finished process and the children it waited for. */
const TIME = '/usr/bin/time';

/** A process from start to end. */
export interface ProcessFigures {
  /** Wall time in ms. */
  ms: number;
  /** Processor time, user and system, in ms: steadier than wall time on a busy machine. */
  cpu: number;
  /** Peak resident memory in MB (1,000,000 bytes). */
  mb: number;
}

let count = 0;

/**
 * Runs a command to its end; what it prints is thrown away.
 * @throws when it fails, with what it wrote to stderr
 */
export async function runProcess(
  command: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<ProcessFigures & Record<string, number>> {
  const account = join(tmpdir(), `postrider-bench-${process.pid}-${count++}.time`);
  const began = performance.now();
  const child = spawn(TIME, ['-f', '%U %S %M', '-o', account, ...command], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${TIME} is needed: apt-get install time`, { cause })));
    child.once('close', resolve);
  });
  const ms = performance.now() - began;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${complaint.slice(-2_000)}`);
  const [user, system, kilobytes] = readFileSync(account, 'utf8').trim().split(' ').map(Number);
  rmSync(account);
  return { ms, cpu: ((user as number) + (system as number)) * 1000, mb: ((kilobytes as number) * 1024) / 1e6 };
}
