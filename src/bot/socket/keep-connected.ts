import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Connection, openConnection } from './open-connection.js';

/** Reconnecting waits a second, doubled with every failure up to a minute; half of it is chance, lest all come at once. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
/** After a connection that lasted this long, a failure is a first one again. */
const GOOD_AFTER = 30_000;
/** A platform that is about to cut a connection lets it live some seconds more; what it still sends there counts. */
const RETIREMENT = 10_000;

export interface ConnectionOptions {
  /** Asks the platform where to connect; such an address is good for one connection. */
  address(): Promise<string>;
  /** Takes a text frame. `retire()` opens the next connection while this one still lives. */
  onText(text: string, connection: { send(text: string): void; retire(): void }): void;
  now(): number;
  random(): number;
  log: Logger;
}

export interface KeptConnection {
  /** Ends it for good, within `graceMs` whatever the other side does. */
  close(graceMs: number): Promise<void>;
}

/** Keeps a WebSocket to a platform that pushes its news, through failures, restarts and polite disconnects. */
export function keepConnected(options: ConnectionOptions): KeptConnection {
  const { log, now, random } = options;
  const closing = new AbortController();
  const open = new Set<Connection>();
  let failures = 0;

  const running = (async () => {
    while (!closing.signal.aborted) {
      const began = now();
      let retired = false;
      try {
        retired = await useOneConnection();
        failures = now() - began > GOOD_AFTER ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        log.warn({ err: error, failures }, 'cannot connect');
      }
      // A polite goodbye is followed at once; one after the other is a gateway in trouble.
      if (failures > (retired ? 1 : 0)) await pause(reconnectWait(failures, random()), closing.signal);
    }
  })();

  /** @returns whether it is to be followed at once by the next */
  async function useOneConnection(): Promise<boolean> {
    const url = await options.address();
    if (closing.signal.aborted) return false;
    return new Promise((resolve, reject) => {
      const connection = openConnection(url, (text, { send }) =>
        options.onText(text, {
          send,
          retire() {
            setTimeout(() => connection.close(), RETIREMENT).unref();
            resolve(true);
          },
        }),
      );
      open.add(connection);
      connection.opened.then(() => log.info('connected'), reject);
      void connection.ended.then(() => {
        open.delete(connection);
        log.info('disconnected');
        resolve(false);
      });
    });
  }

  return {
    async close(graceMs) {
      closing.abort();
      for (const connection of open) connection.close();
      const all = Promise.all([running, ...[...open].map((connection) => connection.ended)]);
      await Promise.race([all, sleep(graceMs, undefined, { ref: false })]);
      for (const connection of open) connection.destroy();
    },
  };
}

/** Milliseconds to wait after so many failures in a row. */
export function reconnectWait(failures: number, random: number): number {
  const longest = Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT);
  return Math.round(longest * (0.5 + random / 2));
}

/** Waits, or until the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
