import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { EngineError } from '../engine.js';
import { isUnknown } from './redis-fault.js';

/**
 * How long after it was confirmed a change can still be forgotten (ms). With `appendfsync everysec` Redis answers before
 * it has written a change down, by up to two seconds while the disk is slow; a replica lags behind by about as much.
 */
const FORGETTABLE = 5_000;
/** Others may need this long to connect anew and to make their last changes again (ms): the longest wait of `retryStrategy`, and some. */
export const QUIET = 3_000;
const LOOK_AGAIN = 1_000;
/** Changes made again at once: others wait for it. Those of one delivery may overtake each other and end the same. */
const AT_ONCE = 100;
/** How often a change is tried that Redis refuses for what is no state of its own (as a full memory is); nothing is sent meanwhile. */
const MOST_TRIES = 5;

/**
 * Makes a change again unless Redis still has it, or something later.
 * @returns whether it was missing
 */
export type Redo = () => Promise<boolean>;

/**
 * The changes that Redis confirmed a moment ago. A Redis that was killed, or a replica that took over, may come back
 * without the last of them: then what was sent would be sent again. So whenever the connection has broken, what is
 * remembered here is made again, a hundred changes at a time, and until everybody has done that nothing is taken.
 */
export interface RedoLog {
  /** @returns to be called when Redis confirms the change, where that is later: from then on it can be forgotten */
  remember(redo: Redo): () => void;
  /** Takes nothing for a while: Redis has only just started, and others may still have to make their last changes again. */
  letOthersCatchUp(): void;
  /** How much longer nothing may be taken (ms); Infinity: until Redis is there again and has got back what it lacks. */
  quietFor(): number;
}

export function createRedoLog(redis: Redis, log: Logger): RedoLog {
  let changes: { at: number; redo: Redo }[] = [];
  let forgetting = false;
  let breaks = 0;
  let quietUntil = Number.NEGATIVE_INFINITY;

  const isBehind = (): boolean => quietUntil === Number.POSITIVE_INFINITY;
  const forget = (): void => {
    forgetting = false;
    // What was changed just before the connection broke is needed when it is back, however late that is.
    if (isBehind()) return;
    const old = performance.now() - FORGETTABLE;
    changes = changes.filter(({ at }) => at > old);
    forgetLater();
  };
  const forgetLater = (): void => {
    if (forgetting || changes.length === 0) return;
    forgetting = true;
    setTimeout(forget, LOOK_AGAIN).unref();
  };

  const makeAgain = async (redo: Redo, isCurrent: () => boolean, tell: (fault: EngineError) => void) => {
    for (let tries = 1; isCurrent(); tries++) {
      try {
        return await redo();
      } catch (error) {
        if (!(error instanceof EngineError) || (isUnknown(error) && tries === MOST_TRIES)) {
          log.error({ err: error }, 'a change that Redis may have forgotten could not be made again');
          return false;
        }
        tell(error);
        await sleep(LOOK_AGAIN, undefined, { ref: false });
      }
    }
    return false;
  };
  const catchUp = async (): Promise<void> => {
    const after = breaks;
    const isCurrent = () => breaks === after;
    let missing = 0;
    let told = false;
    const tell = ({ message, hint }: EngineError) => {
      if (!told && isCurrent()) log.warn({ hint }, `${message}; nothing is sent until it has its last changes`);
      told = true;
    };
    const all = [...changes];
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const again = all.slice(from, from + AT_ONCE).map(async (change) => {
        if (!(await makeAgain(change.redo, isCurrent, tell))) return;
        missing++;
        // What was confirmed only now can be forgotten once more.
        change.at = performance.now();
      });
      await Promise.all(again);
    }
    if (missing > 0) {
      log.warn(
        { changes: missing, hint: 'set `appendfsync always` if what other processes did last matters as much' },
        'Redis came back without the last changes it had confirmed; they are made again',
      );
    }
    if (!isCurrent()) return;
    quietUntil = performance.now() + QUIET;
    forgetLater();
  };

  redis.once('ready', () => {
    redis.on('close', () => {
      breaks++;
      quietUntil = Number.POSITIVE_INFINITY;
    });
    redis.on('ready', () => void catchUp());
  });

  return {
    remember: (redo) => {
      const change = { at: performance.now(), redo };
      changes.push(change);
      forgetLater();
      return () => {
        change.at = performance.now();
      };
    },
    letOthersCatchUp: () => {
      quietUntil = Math.max(quietUntil, performance.now() + QUIET);
    },
    quietFor: () => Math.max(0, quietUntil - performance.now()),
  };
}
