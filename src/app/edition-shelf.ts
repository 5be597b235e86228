import type { EditionRecord, Ledger } from '../engine/engine.js';

/** Editions the pages show: two years of weekly ones of several jobs. */
const SHOWN = 500;
/** Made since the last look, at most, before everything is read again. */
const FEW = 10;

export interface EditionShelf {
  /** The newest editions, newest first: the same list until one is made, by whatever process. */
  look(): Promise<readonly EditionRecord[]>;
}

/**
 * Keeps the editions at hand. An edition never changes and none is made before another, so a look is one question for
 * the newest, and reads only what is new.
 */
export function openEditionShelf(ledger: Pick<Ledger, 'editions'>): EditionShelf {
  let kept: readonly EditionRecord[] = [];
  const standing = (newest: readonly EditionRecord[]) => newest.findIndex(({ id }) => id === kept[0]?.id);
  return {
    look: async () => {
      const [newest] = await ledger.editions({ limit: 1 });
      if (newest?.id === kept[0]?.id) return kept;
      const few = await ledger.editions({ limit: FEW });
      const fresh = standing(few);
      kept = fresh < 0 ? await ledger.editions({ limit: SHOWN }) : [...few.slice(0, fresh), ...kept].slice(0, SHOWN);
      return kept;
    },
  };
}
