import { EngineError } from '../engine.js';

/** SQLite's primary result codes (https://sqlite.org/rescode.html) with what they mean for our file. */
const faults: Record<number, { what: string; hint: string }> = {
  5: { what: 'is locked by another program', hint: 'close what keeps it open (a backup, a database browser)' },
  6: { what: 'is locked by another program', hint: 'close what keeps it open (a backup, a database browser)' },
  8: { what: 'cannot be written', hint: 'check the permissions of the file and its folder' },
  10: { what: 'cannot be read or written', hint: 'check the disk; the system reported an I/O error' },
  11: { what: 'is damaged', hint: 'stop Postrider and restore the file from a backup, or move it away to begin anew' },
  13: { what: 'cannot grow: the disk is full', hint: 'free some space; Postrider goes on by itself' },
  14: { what: 'cannot be opened', hint: 'check that its folder exists and may be written' },
  26: { what: 'is not a database', hint: 'move the file away, or set dataDir to another folder' },
};

const SQLITE_BUSY = 5;

/** Turns what SQLite throws into an {@link EngineError} that names the file; anything else comes back as it is. */
export function asEngineError(error: unknown, file: string): unknown {
  const code = resultCode(error);
  if (code === undefined) return fileSystemFault(error, file) ?? error;
  const { what, hint } = faults[code] ?? {
    what: `failed: ${(error as Error).message}`,
    hint: 'run `postrider doctor`',
  };
  return new EngineError(`The database ${file} ${what}`, hint, { cause: error });
}

export function isBusy(error: unknown): boolean {
  return resultCode(error) === SQLITE_BUSY;
}

/** The primary code: extended ones keep it in their lowest byte. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** The folder of the database could not be made (Node's own error, before SQLite is asked). */
function fileSystemFault(error: unknown, file: string): EngineError | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  return new EngineError(`The folder of the database ${file} cannot be made: ${error.message}`, 'check dataDir', {
    cause: error,
  });
}
