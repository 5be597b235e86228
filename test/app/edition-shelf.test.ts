import { describe, expect, it } from 'vitest';
import { openEditionShelf } from '../../src/app/edition-shelf.js';
import type { Ledger } from '../../src/engine/engine.js';
import { makeDraft } from '../support/make-draft.js';
import { openEngine } from '../support/open-engine.js';
import { tempFolder } from '../support/temp-folder.js';

describe('the editions at hand', () => {
  it('are those of the ledger whatever process made them, and cost one row while none is made', async () => {
    const file = `${tempFolder().path}/postrider.db`;
    const [mine, other] = [openEngine({}, file), openEngine({}, file)];
    const read: number[] = [];
    const counted: Pick<Ledger, 'editions'> = {
      editions: async (query) => {
        const editions = await mine.ledger.editions(query);
        read.push(editions.length);
        return editions;
      },
    };
    const shelf = openEditionShelf(counted);
    const looked = async () => {
      read.length = 0;
      const ids = (await shelf.look()).map(({ id }) => Number(id.split('/')[1]));
      return { ids, rows: read.reduce((sum, rows) => sum + rows, 0) };
    };
    const make = async (from: number, to: number) => {
      for (let i = from; i <= to; i++) await other.ledger.commit({ editions: [makeDraft(`weekly/${i}`).edition] });
    };
    const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

    expect(await looked()).toEqual({ ids: [], rows: 0 });
    await make(1, 30);
    expect((await looked()).ids).toEqual(down(30, 1));
    const before = await shelf.look();
    expect(await looked()).toEqual({ ids: down(30, 1), rows: 1 });
    expect(await shelf.look()).toBe(before);

    await make(31, 32);
    const { ids, rows } = await looked();
    expect(ids).toEqual(down(32, 1));
    expect(rows).toBeLessThan(20);
    await make(33, 80);
    expect((await looked()).ids).toEqual(down(80, 1));
    await make(81, 510);
    expect((await looked()).ids).toEqual(down(510, 11));
    await make(511, 511);
    expect((await looked()).ids).toEqual(down(511, 12));
  });
});
