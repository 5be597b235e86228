import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** The machine figures were taken on, in one line. */
export function machine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0] as number;
  return `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${memory}, ${system()}, Node ${process.versions.node}, load ${load.toFixed(1)} at the start`;
}

function system(): string {
  try {
    return /PRETTY_NAME="(.+)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform; // not Linux
  }
}
