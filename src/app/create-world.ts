import { Writable } from 'node:stream';
import type * as Pino from 'pino';
import type * as Pretty from 'pino-pretty';
import { redact } from '../config/secrets.js';
import { lazy } from '../lazy.js';
import { loadLate } from '../load-late.js';
import type { World } from '../world.js';
import { leanFetch } from './lean-fetch.js';

const pinoPackage = loadLate<typeof Pino>('pino');
const pretty = loadLate<typeof Pretty>('pino-pretty');

export interface WorldOptions {
  /** Values that must not appear in logs (see collectSecrets). */
  secrets: readonly string[];
  /** Log level; default `info`. */
  level?: string;
}

/**
 * The real world: the system's clock and network, stdout for people, logs on stderr (readable on a terminal, one JSON
 * document a line elsewhere).
 */
export function createWorld({ secrets, level = 'info' }: WorldOptions): World {
  const log = lazy(() => createLogger(secrets, level));
  return {
    now: Date.now,
    fetch: leanFetch,
    random: Math.random,
    print: (line) => process.stdout.write(`${redact(line, secrets)}\n`),
    // Most commands end without a word to say there.
    get log() {
      return log();
    },
  };
}

function createLogger(secrets: readonly string[], level: string): World['log'] {
  const redacting = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      process.stderr.write(redact(chunk.toString(), secrets), () => done());
    },
  });
  const stream = process.stderr.isTTY
    ? pretty().PinoPretty({
        destination: redacting,
        colorize: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
        singleLine: true,
      })
    : redacting;
  const { pino } = pinoPackage();
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}
