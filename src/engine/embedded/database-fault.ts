import { EngineError } from '../engine.js';

interface Fault {
  /** SQLite's primary result codes (https://sqlite.org/rescode.html) … */
  codes: number[];
  /** … and its texts for them (sqlite3_errstr): some errors of @photostructure/sqlite's `all()` come without a code. */
  text: string;
  what: string;
  hint: string;
}

const faults: Fault[] = [
  {
    codes: [5, 6],
    text: 'is locked',
    what: 'is locked by another program',
    hint: 'close what keeps it open (a backup, a database browser)',
  },
  {
    codes: [8],
    text: 'attempt to write a readonly database',
    what: 'cannot be written',
    hint: 'check the permissions of the file and its folder',
  },
  {
    codes: [10],
    text: 'disk I/O error',
    what: 'cannot be read or written',
    hint: 'check the disk; the system reported an I/O error',
  },
  {
    codes: [11],
    text: 'database disk image is malformed',
    what: 'is damaged',
    hint: 'stop Postrider and restore the file from a backup, or move it away to begin anew',
  },
  {
    codes: [13],
    text: 'database or disk is full',
    what: 'cannot grow: the disk is full',
    hint: 'free some space; Postrider goes on by itself',
  },
  {
    codes: [14],
    text: 'unable to open database file',
    what: 'cannot be opened',
    hint: 'check that its folder exists and may be written',
  },
  {
    codes: [26],
    text: 'file is not a database',
    what: 'is not a database',
    hint: 'move the file away, or set dataDir to another folder',
  },
];
const [locked] = faults as [Fault];

/** Turns what SQLite throws into an {@link EngineError} that names the file; anything else comes back as it is. */
export function asEngineError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return fileSystemFault(error, file) ?? error;
  const { what, hint } = faults.find((fault) => matches(fault, error)) ?? {
    what: `failed: ${error.message}`,
    hint: 'run `postrider doctor`',
  };
  return new EngineError(`The database ${file} ${what}`, hint, { cause: error });
}

export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && matches(locked, error);
}

export function isSqliteError(error: unknown): error is Error & { errcode?: number } {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

/** An extended code keeps its primary one in the lowest byte. */
function matches({ codes, text }: Fault, error: Error & { errcode?: number }): boolean {
  return error.errcode === undefined ? error.message.includes(text) : codes.includes(error.errcode & 0xff);
}

/** The folder of the database could not be made (Node's own error, before SQLite is asked). */
function fileSystemFault(error: unknown, file: string): EngineError | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  return new EngineError(`The folder of the database ${file} cannot be made: ${error.message}`, 'check dataDir', {
    cause: error,
  });
}
