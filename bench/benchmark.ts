/** One benchmark: ours and its peers, run in turn in the same call. */
export interface Benchmark {
  /** What `npm run bench -- NAME` calls it; kebab-case, equal to its file. */
  name: string;
  /** One line: what is measured, and how. */
  about: string;
  run(bench: Bench): Promise<Row[]>;
}

/** What a benchmark gets to work with. */
export interface Bench {
  /** How often each side runs; at least five. */
  rounds: number;
  /** The folder given by `--corpus`, if one was: instead of the generated posts. */
  corpus: string | undefined;
  /** The sizes of generated libraries that are asked for (`--sizes`); undefined: all of a benchmark's. */
  sizes: readonly number[] | undefined;
  /**
   * A folder of its own to fill; gone when the benchmark ends.
   * @param name for people who look at it while it runs
   */
  scratch(name: string): string;
  /** Tells the person waiting what is going on. */
  say(line: string): void;
}

/** One line of the results. */
export interface Row {
  /** E.g. `cold build, 500 posts`. */
  what: string;
  /** Of every value in this row. More of a unit that ends in `/s` is better, of any other less is. */
  unit: string;
  /** One value a round. */
  ours: readonly number[];
  /** The same rounds of the peer: value i ran right before or after our value i. */
  peer?: { name: string; values: readonly number[] };
  /** Why there is no peer in this row, and how to get it, e.g. from `missingPeer`. */
  missing?: string;
  goal?: Goal;
  /** What a reader should know of this row, e.g. why it is behind. */
  note?: string;
}

/** What a row is to reach: of the medians' ratio (ours / peer), or of our median itself. */
export interface Goal {
  of: 'ratio' | 'value';
  bound: 'at most' | 'at least';
  is: number;
}
