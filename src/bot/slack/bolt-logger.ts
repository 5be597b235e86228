import { type Logger, LogLevel } from '@slack/bolt';
import type { Logger as PinoLogger } from 'pino';

/** Bolt's log lines in ours. Its info lines are debug to us. */
export function boltLogger(log: PinoLogger): Logger {
  const text = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: (...parts) => log.trace(text(parts)),
    info: (...parts) => log.debug(text(parts)),
    warn: (...parts) => log.warn(text(parts)),
    error: (...parts) => log.error(text(parts)),
    // Our own logger decides the level.
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
