import { createContext, Script } from 'node:vm';

/** Thrown when the work took too long. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** The clock runs on while a busy or sleeping machine lets nothing run; then the work is tried again, this often. */
const TRIES = 5;
/** The work is to blame once it has really worked for this part of its time, all tries together. */
const BUSY_SHARE = 0.3;

const script = new Script('work()');
const room = createContext({ work: undefined as unknown });

/**
 * Runs synchronous work, and stops it when it takes longer than `milliseconds`: what a parser does with hostile text can
 * take minutes, and a file may not hold up all others. V8 stops it wherever it is, inside a regular expression too.
 * @param work may be begun again
 * @throws {TooSlow}, or whatever the work throws
 */
export function withinTime<Result>(milliseconds: number, work: () => Result): Result {
  const started = process.cpuUsage();
  for (let tries = 1; ; tries++) {
    room.work = work;
    try {
      return script.runInContext(room, { timeout: milliseconds }) as Result;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.cpuUsage(started);
      const busy = (user + system) / 1000 > milliseconds * BUSY_SHARE;
      if (busy || tries === TRIES) throw new TooSlow(`it took longer than ${milliseconds} ms`);
    } finally {
      room.work = undefined;
    }
  }
}

/** {@link withinTime}, or a stand-in where somebody further up watches the time. */
export type TimeGuard = typeof withinTime;
