/** A digest job as the pages show it. */
export interface DigestListing {
  name: string;
  title: string;
  /** ms since the epoch of the next run, or undefined when none is planned. */
  next?: number;
  /** Names of the channels it goes to. */
  channels: readonly string[];
}
