import type { Logger, LogLevel } from '@slack/web-api';
import type { World } from '../../world.js';

/** Slack's libraries print to the console unless they are given a logger; what matters they also throw. */
export function slackLogger(log: World['log']): Logger {
  const write = (...parts: unknown[]) => log.debug({ slack: parts.map(String).join(' ') }, 'slack library');
  return {
    // Their debug lines hold whole requests.
    debug: () => {},
    info: write,
    warn: write,
    error: write,
    setLevel: () => {},
    getLevel: () => 'warn' as LogLevel,
    setName: () => {},
  };
}
