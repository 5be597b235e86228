import { type ChildProcess, fork } from 'node:child_process';

/** Runs a TypeScript file as a process that can be talked to. */
export function forkTsx(file: string, args: readonly string[] = []): ChildProcess {
  return fork(file, args, { execArgv: ['--import', 'tsx'] });
}
