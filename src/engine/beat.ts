import { schedule } from 'node-cron';
import type { World } from '../world.js';
import type { Schedule } from './engine.js';

/** Every second. node-cron only gives the pulse; what is due at it is reckoned from the ledger (see Schedule.handled). */
const EVERY_SECOND = '* * * * * *';

/** {@link Schedule.beat}, the same for every engine. A beat that fails is logged (once, while the fault stays), and the next one comes. */
export function startBeat(
  onBeat: (now: number) => Promise<void>,
  world: Pick<World, 'now' | 'log'>,
): ReturnType<Schedule['beat']> {
  let running: Promise<void> = Promise.resolve();
  let fault: string | undefined;
  const once = async (): Promise<void> => {
    try {
      await onBeat(world.now());
      if (fault !== undefined) world.log.info('the schedule goes on');
      fault = undefined;
    } catch (error) {
      // The same fault comes back every second until its cause is gone: it is said once.
      if (String(error) !== fault) world.log.error({ err: error }, 'a beat of the schedule failed');
      fault = String(error);
    }
  };
  const beat = async (): Promise<void> => {
    running = once();
    await running;
  };
  // A beat that overlaps the last one or that a busy moment swallowed is no fault: the next one does its work.
  const quiet = (message: string | Error): void =>
    world.log.debug({ schedule: String(message) }, 'a beat was left out');
  const task = schedule(EVERY_SECOND, beat, {
    noOverlap: true,
    suppressMissedWarning: true,
    logger: { info: quiet, warn: quiet, error: quiet, debug: quiet },
  });
  return {
    close: async () => {
      await task.destroy();
      await running;
    },
  };
}
