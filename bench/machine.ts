import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';

/** What Linux calls a file system in memory (statfs(2)). */
const TMPFS = 0x01021994;

/** The machine figures were taken on, in one line. */
export function machine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0] as number;
  return `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${memory}, ${system()}, Node ${process.versions.node}, load ${load.toFixed(1)} at the start, files ${inMemory() ? 'in memory (tmpfs)' : 'on disk'}`;
}

function system(): string {
  try {
    return /PRETTY_NAME="(.+)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform; // not Linux
  }
}

/** Whether what is read and written does not wait for a disk. */
function inMemory(): boolean {
  return statfsSync(tmpdir()).type === TMPFS;
}
