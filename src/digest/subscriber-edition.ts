import type { Post } from '../content/post.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import { composeEdition } from './compose-edition.js';
import { type DigestJob, jobSchema } from './digest-job.js';
import type { Edition } from './edition.js';
import { editionPeriod } from './edition-period.js';
import type { Site } from './template-scope.js';
import { words } from './words.js';

/** How often a subscription that is not instant comes. */
export const RHYTHMS = ['daily', 'weekly'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** In the morning on the site's clocks, weekly ones on Mondays. A day's news is short; a week's comes with something to read. */
const KEYS: Record<Rhythm, { schedule: string; readings: number; catchUp: string }> = {
  daily: { schedule: '0 9 * * *', readings: 0, catchUp: '12h' },
  weekly: { schedule: '0 9 * * 1', readings: 4, catchUp: '4d' },
};
/** More than a job's: what it leaves out would never come. */
const MOST_POSTS = 200;

export interface SubscriberJobOptions {
  /** IANA zone of the mornings. */
  timezone: string;
  language: Language;
  /** How long after its date a post may still be new to a subscriber (ms). */
  window: number;
}

/** The job behind subscribers' digests; its schedule goes through dueEditions like any other. No file can have its name. */
export function subscriberJob(rhythm: Rhythm, { timezone, language, window }: SubscriberJobOptions): DigestJob {
  const front = jobSchema.parse({ ...KEYS[rhythm], language, posts: MOST_POSTS });
  return {
    ...front,
    window,
    name: `subscription.${rhythm}`,
    title: words[language].subscribed[rhythm],
    timezone,
    template: '',
  };
}

/** The id of subscribers' editions of a moment (ms since the epoch): `subscription.weekly/2022-W06`. */
export function subscriberEditionId({ name, schedule, timezone }: DigestJob, at: number): string {
  return `${name}/${editionPeriod(schedule, timezone, at)}`;
}

export interface SubscriberEditionInput {
  /** See {@link subscriberJob}. */
  job: DigestJob;
  library: Library;
  site: Site;
  /** ms since the epoch. */
  at: number;
  /** Whether a post matches what the place subscribed to in this rhythm. */
  wants(post: Post): boolean;
  /** Whether the place has not been told of such a post yet. */
  isNew(post: Post): boolean;
  /** URLs of what the place was sent lately; no reading brings them again. */
  seen: readonly string[];
}

/**
 * A digest of one's own: the new posts that match what a channel or person subscribed to, and readings chosen from what
 * such posts recommend. Pure, like any edition.
 */
export function subscriberEdition(input: SubscriberEditionInput): Edition {
  return composeEdition({ ...input, previousEditions: [] });
}
