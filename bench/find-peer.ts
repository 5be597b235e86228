import { spawnSync } from 'node:child_process';

/** Where the programs we measure against come from, by Debian's package. */
const PACKAGES: Record<string, string> = {
  hugo: 'hugo',
  nginx: 'nginx-light',
  'redis-server': 'redis-server',
  wrk: 'wrk',
};

/** Whether a program is installed, looked for where Debian puts servers too. */
export function hasPeer(name: string): boolean {
  return spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v "$0"`, name]).status === 0;
}

/** What a row says instead of a peer's figures. */
export function missingPeer(name: string): string {
  return `${name} is not installed: apt-get install ${PACKAGES[name] ?? name}`;
}
