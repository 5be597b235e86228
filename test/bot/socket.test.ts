import { describe, expect, it } from 'vitest';
import { reconnectWait } from '../../src/bot/socket/keep-connected.js';

describe('waiting before another connection', () => {
  it('doubles from a second to a minute, the half of it by chance', () => {
    expect([1, 2, 3, 6, 7, 100].map((failures) => reconnectWait(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
    expect(reconnectWait(3, 0)).toBe(2_000);
  });
});
