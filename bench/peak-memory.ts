import { readFileSync } from 'node:fs';

/** Peak resident memory of a running process in MB (1,000,000 bytes); NaN where there is no Linux's /proc to tell. */
export function peakMemory(pid: number): number {
  try {
    return (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}
