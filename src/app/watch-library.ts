import type { Logger } from 'pino';
import type { Snapshot } from './read-library.js';

/** Stands behind the folder watcher, which network and container mounts do not trigger, in ms. */
const RESCAN = 60_000;
/** After a look that failed, in ms. */
const AFTER_FAILURE = 5_000;
/** The longest timer Node has, in ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The library of a running process, looked at again whenever there is a reason. */
export interface LiveLibrary {
  readonly current: Snapshot;
  /** Why the last look failed; undefined: it did not. */
  readonly fault: string | undefined;
  /**
   * Looks again. Calls during a look become one further look; never rejects.
   * @param places that may have changed; absent: all of it
   */
  look(places?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface LiveLibraryOptions {
  /** One look: reads (the given places, or everything), and writes down what is new. A rejection keeps the library as it was. */
  take(places?: readonly string[]): Promise<Snapshot>;
  /** Called after each look that went well. */
  onLook(snapshot: Snapshot): Promise<void>;
  now(): number;
  log: Logger;
}

/**
 * Takes the first look and keeps looking: when told to, when a post's time comes, and once a minute.
 * @throws what the first look throws: a program that cannot read its content should say so and stop
 */
export async function watchLibrary({ take, onLook, now, log }: LiveLibraryOptions): Promise<LiveLibrary> {
  let current = await take();
  let fault: string | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  /** To be looked at next; `all` of it, where somebody did not say. */
  let waiting = noPlaces();

  async function lookOnce(places: readonly string[] | undefined): Promise<void> {
    try {
      current = await take(places);
      if (fault !== undefined) log.info('the content can be read again');
      fault = undefined;
      await onLook(current);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Said once, not at every try.
      if (message !== fault)
        log.error({ err: error }, 'the content could not be taken in; what was there stays, trying again');
      fault = message;
    }
  }

  function plan(): void {
    clearTimeout(timer);
    if (closed) return;
    const next = (current.nextChange ?? Number.POSITIVE_INFINITY) - now();
    const wait = fault === undefined ? Math.min(RESCAN, Math.max(0, next)) : AFTER_FAILURE;
    timer = setTimeout(() => void look(), Math.min(wait, LONGEST_TIMER));
  }

  function look(places?: readonly string[]): Promise<void> {
    if (closed) return Promise.resolve();
    if (places) for (const place of places) waiting.places.add(place);
    else waiting.all = true;
    if (running) {
      waiting.asked = true;
      return running;
    }
    running = (async () => {
      do {
        // After a failure nobody knows what of the places was taken in.
        const next = waiting.all || fault !== undefined ? undefined : [...waiting.places];
        waiting = noPlaces();
        await lookOnce(next);
      } while (waiting.asked && !closed);
      running = undefined;
      plan();
    })();
    return running;
  }

  await onLook(current);
  plan();
  return {
    get current() {
      return current;
    },
    get fault() {
      return fault;
    },
    look,
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function noPlaces() {
  return { asked: false, all: false, places: new Set<string>() };
}
