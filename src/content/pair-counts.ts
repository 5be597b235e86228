/** Slots at first; doubled whenever half are taken. A power of two. */
const SLOTS = 4096;

/**
 * How often each pair of characters occurs: a Chinese text has thousands of them. Open addressing over whole numbers takes a
 * third of the time of a Map, which was most of the time of finding what a text is about.
 */
export class PairCounts {
  /** 0: an empty slot; no text has the pair of two NULs. */
  private pairs = new Uint32Array(SLOTS);
  private times = new Uint32Array(SLOTS);
  private taken = 0;

  /** @param pair two UTF-16 units, the first in the upper half; not 0 */
  add(pair: number, times: number): void {
    const slot = this.slotOf(pair >>> 0);
    if (this.pairs[slot] === 0) {
      this.pairs[slot] = pair;
      this.taken++;
    }
    this.times[slot] = (this.times[slot] as number) + times;
    if (this.taken * 2 > this.pairs.length) this.grow();
  }

  forEach(visit: (pair: number, times: number) => void): void {
    for (const [slot, pair] of this.pairs.entries()) if (pair !== 0) visit(pair, this.times[slot] as number);
  }

  private slotOf(pair: number): number {
    const mask = this.pairs.length - 1;
    // Multiplicative hashing (Knuth, TAOCP vol. 3, 6.4): neighbours in Unicode are spread over the table.
    let slot = (Math.imul(pair, 0x9e3779b1) >>> 15) & mask;
    while (this.pairs[slot] !== 0 && this.pairs[slot] !== pair) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { pairs, times } = this;
    this.pairs = new Uint32Array(pairs.length * 2);
    this.times = new Uint32Array(pairs.length * 2);
    for (const [at, pair] of pairs.entries()) {
      if (pair === 0) continue;
      const slot = this.slotOf(pair);
      this.pairs[slot] = pair;
      this.times[slot] = times[at] as number;
    }
  }
}
