import { createContext, Script } from 'node:vm';

/** Thrown when the work took too long. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

const script = new Script('work()');
const room = createContext({ work: undefined as unknown });

/**
 * Runs synchronous work, and stops it when it takes longer than `milliseconds`: what a parser does with hostile text can
 * take minutes, and a file may not hold up all others. V8 stops it wherever it is, inside a regular expression too.
 * @throws {TooSlow}, or whatever the work throws
 */
export function withinTime<Result>(milliseconds: number, work: () => Result): Result {
  room.work = work;
  try {
    return script.runInContext(room, { timeout: milliseconds }) as Result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new TooSlow(`it took longer than ${milliseconds} ms`);
    }
    throw error;
  }
}

/** {@link withinTime}, or a stand-in where somebody further up watches the time. */
export type TimeGuard = typeof withinTime;
