import type { Rate } from '../engine/engine.js';

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `5m`, `12h`, `7d` in milliseconds; undefined when it is not a duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(text);
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] as string] as number)) : undefined;
}

/** `20/1m`, `1/1s` or `100/m`; undefined when it is not a rate. */
export function parseRate(text: string): Rate | undefined {
  const match = /^\s*(\d+)\s*\/\s*(.+?)\s*$/.exec(text);
  if (!match) return undefined;
  const per = parseDuration(/^\d/.test(match[2] as string) ? (match[2] as string) : `1${match[2]}`);
  const count = Number(match[1]);
  return per !== undefined && per > 0 && count > 0 ? { count, per } : undefined;
}
