import type { Generator } from '../generator-address.js';
import type { Spelling } from '../spell-name.js';

/** What a site's own config says about its posts, in the words of postrider.yaml. */
export interface SitePreset {
  generator: Generator | 'plain';
  /** The config file it was read from, relative to the site's folder; '' when there is none. */
  source: string;
  title: string;
  description: string;
  /** Where the articles live, folder included; '' when the site does not say. */
  url: string;
  /** BCP 47 tag; '' when the site does not say. */
  language: string;
  /** IANA zone; '' when the site does not say. */
  timezone: string;
  /** Relative to the site's folder. */
  contentPath: string;
  include: string[];
  exclude: string[];
  permalink: string;
  /** Only where the site's config makes it another than the generator's default. */
  spelling?: Spelling;
  /** What could not be taken over and what to look at, one sentence each. */
  notes: string[];
}
