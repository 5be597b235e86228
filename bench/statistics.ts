/** The middle value; of an even number of them, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** The value that a part (0 to 1) of all values are at most, e.g. 0.99 for p99. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** The median of ours / peer, pair by pair: it holds while the machine's speed drifts. */
export function medianRatio(ours: readonly number[], peer: readonly number[]): number {
  return median(ours.slice(0, peer.length).map((value, at) => value / (peer[at] as number)));
}
