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
    hint: 'stop Postrider and run `postrider restore` with a backup, or move the file away to begin anew',
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
const damaged = faults.filter(({ codes }) => codes.includes(11) || codes.includes(26));

/** Turns what SQLite throws into an {@link EngineError} that names the file; anything else comes back as it is. */
export function asEngineError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return fileSystemFault(error, file) ?? error;
  const { what, hint } = faults.find((fault) => matches(fault, error)) ?? {
    what: `failed: ${error.message}`,
    hint: 'run `postrider doctor`',
  };
  return new EngineError(`The database ${file} ${what}`, hint, { cause: error });
}

/** Whether somebody else has it, said by SQLite or by us about it. */
export function isBusy(error: unknown): boolean {
  const cause = causeOf(error);
  return isSqliteError(cause) && matches(locked, cause);
}

/** Whether the file is no (whole) database. */
export function isDamage(error: unknown): boolean {
  const cause = causeOf(error);
  return isSqliteError(cause) && damaged.some((fault) => matches(fault, cause));
}

function causeOf(error: unknown): unknown {
  return error instanceof EngineError ? error.cause : error;
}

export function isSqliteError(error: unknown): error is Error & { errcode?: number } {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

/** An extended code keeps its primary one in the lowest byte. */
function matches({ codes, text }: Fault, error: Error & { errcode?: number }): boolean {
  return error.errcode === undefined ? error.message.includes(text) : codes.includes(error.errcode & 0xff);
}

/** Node's own errors, where it is not SQLite that reads and writes. */
function fileSystemFault(error: unknown, file: string): EngineError | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  const [what, hint] =
    error.syscall === 'mkdir'
      ? [`The folder of the database ${file} cannot be made`, 'check dataDir']
      : [`${file} cannot be written`, 'check the space on the disk, and who may write to its folder'];
  return new EngineError(`${what}: ${error.message}`, hint, { cause: error });
}
