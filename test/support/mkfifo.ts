import { execFileSync } from 'node:child_process';

/** Node makes no named pipes itself. */
export function mkfifoSync(path: string): void {
  execFileSync('mkfifo', [path]);
}
