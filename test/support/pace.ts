/** A platform's limits on how fast it may be sent to: at most `count` within `per` ms, each. */
export function createPace(limits: { count: number; per: number }[], now: () => number) {
  const sends: number[] = [];
  return {
    /** @returns how long (ms) the sender must wait, or undefined when this one is in time (and counted). */
    waitFor(): number | undefined {
      const at = now();
      const waits = limits.flatMap(({ count, per }) => {
        const oldest = sends.filter((each) => at - each < per).at(-count);
        return oldest === undefined ? [] : [oldest + per - at];
      });
      if (waits.length > 0) return Math.max(...waits);
      sends.push(at);
      return undefined;
    },
  };
}
