import type { Logger } from 'pino';

/**
 * Everything that comes from outside the program: time, the network, chance, the terminal.
 * It is made once (in the CLI, or by a test) and passed in, so that a test can run a year in a second.
 */
export interface World {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** The web's `fetch`; every outgoing HTTP request of ours goes through it. */
  fetch: typeof fetch;
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** Writes one line for people (announcements of the console channel, `ready …`) to stdout. */
  print(line: string): void;
  /** Structured logs; they go to stderr with secrets replaced. */
  log: Logger;
}
