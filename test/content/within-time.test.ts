import { describe, expect, it } from 'vitest';
import { TooSlow, withinTime } from '../../src/content/within-time.js';

/** The thread stands still without working, as on a machine that is suspended or overloaded. */
const standStill = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

describe('work within a time', () => {
  it('gives its result, or throws what it throws', () => {
    expect(withinTime(1_000, () => 42)).toBe(42);
    expect(() =>
      withinTime(1_000, () => {
        throw new RangeError('own');
      }),
    ).toThrow(RangeError);
  });

  it('is stopped in a loop, and inside a regular expression', () => {
    expect(() =>
      withinTime(100, () => {
        for (;;);
      }),
    ).toThrow(TooSlow);
    expect(() => withinTime(100, () => /^(a+)+$/.test(`${'a'.repeat(50)}b`))).toThrow(TooSlow);
  });

  it('is begun again when it was the machine that stood still', () => {
    let begun = 0;
    const result = withinTime(100, () => {
      begun++;
      if (begun === 1) standStill(150);
      return 'done';
    });
    expect([result, begun]).toEqual(['done', 2]);
  });
});
