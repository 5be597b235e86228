import type { DigestJob } from '../digest/digest-job.js';
import { parseSchedule } from '../digest/schedule.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { DigestListing } from '../web/digest-listing.js';
import type { SiteInput } from '../web/site.js';
import type { SiteSettings } from '../web/site-settings.js';

/** What the site and the bot show, kept current by the app. */
export interface Shown {
  library: Library;
  /** Newest first. */
  editions: readonly EditionRecord[];
  jobs: readonly DigestJob[];
}

export function digestListings(jobs: readonly DigestJob[], now: number): DigestListing[] {
  return jobs.map(({ name, title, schedule, timezone, channels }) => ({
    name,
    title,
    channels,
    next: parseSchedule(schedule, timezone).nextRun(now),
  }));
}

export function siteInput(shown: Shown, settings: SiteSettings, now: number): SiteInput {
  return { settings, library: shown.library, editions: shown.editions, jobs: digestListings(shown.jobs, now) };
}
