import { closeSync, constants, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const sync = promisify(fdatasync);

/** Brings SQLite's log to the disk while the event loop goes on. */
export interface LogFlush {
  /** Resolves when all that was in the log at the call is on the disk; those who come together share one wait. */
  flush(): Promise<void>;
  close(): void;
}

/**
 * What SQLite does at a commit with `synchronous = FULL`, done beside it: flushing a file flushes what anybody wrote to it.
 * SQLite has no locks on its log, so that closing our own handle takes none away.
 * @param file the log, `-wal`; SQLite keeps it as long as the database is open
 */
export function createLogFlush(file: string): LogFlush {
  let handle: number | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const flushNow = async (): Promise<void> => {
    // Some systems only flush through a handle that may write.
    handle ??= openSync(file, constants.O_RDWR);
    await sync(handle);
  };
  const start = (): Promise<void> => {
    const mine = flushNow().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  };

  return {
    flush() {
      if (!running) return start();
      // The one that runs may have begun before the commit it is to bring to the disk.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return start();
        });
      return next;
    },
    close() {
      const unused = handle;
      handle = undefined;
      if (unused === undefined) return;
      // Not under the feet of one that runs: the system may give its number to another file.
      const closed = () => closeSync(unused);
      if (running) running.then(closed, closed);
      else closed();
    },
  };
}
