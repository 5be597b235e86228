import type { Post } from '../content/post.js';
import type { Subscription } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Language, Message } from '../message/message.js';
import { composeEdition } from './compose-edition.js';
import { type DigestJob, jobSchema } from './digest-job.js';
import type { Edition } from './edition.js';
import type { Site } from './template-scope.js';
import { words } from './words.js';

/** How often a subscription that is not instant comes. */
export type Rhythm = 'daily' | 'weekly';

/** When subscribers' digests go out, on the site's clocks. */
const SCHEDULES: Record<Rhythm, string> = { daily: '0 9 * * *', weekly: '0 9 * * 1' };
const WINDOWS: Record<Rhythm, string> = { daily: '1d', weekly: '7d' };

/** The job behind subscribers' digests; its schedule goes through dueEditions like any other. */
export function subscriberJob(
  rhythm: Rhythm,
  { timezone, language }: { timezone: string; language: Language },
): DigestJob {
  const front = jobSchema.parse({ schedule: SCHEDULES[rhythm], window: WINDOWS[rhythm], language, posts: 20 });
  return {
    ...front,
    name: `subscription-${rhythm}`,
    title: words[language].subscribed[rhythm],
    timezone,
    template: '',
  };
}

export interface SubscriberEditionInput {
  rhythm: Rhythm;
  /** The subscriptions of one place that come in this rhythm; a post needs to match one of them. */
  subscriptions: readonly Pick<Subscription, 'kind' | 'value'>[];
  library: Library;
  site: Site;
  /** ms since the epoch. */
  at: number;
  timezone: string;
  language: Language;
  /** What the place was sent before in this rhythm, newest first; nothing of it comes again. */
  earlier: readonly Message[];
}

/**
 * A digest of one's own: the new posts that match what a channel or person subscribed to, and readings chosen from what
 * such posts recommend. Pure, like any edition.
 */
export function subscriberEdition(input: SubscriberEditionInput): Edition {
  const { rhythm, subscriptions, library, site, at, earlier } = input;
  const matching = new Set(
    subscriptions.flatMap((subscription) => postsFor(subscription, library)).map(({ id }) => id),
  );
  const seen = earlier.flatMap(({ sections }) =>
    sections.flatMap(({ items }) => items.flatMap(({ url }) => url ?? [])),
  );
  return composeEdition({
    job: subscriberJob(rhythm, input),
    library,
    site,
    at,
    previousEditions: [],
    wants: (post) => matching.has(post.id),
    seen,
  });
}

function postsFor({ kind, value }: Pick<Subscription, 'kind' | 'value'>, library: Library): readonly Post[] {
  switch (kind) {
    case 'all':
      return library.posts;
    case 'search':
      return library.search(value, { limit: library.posts.length, offset: 0 }).posts;
    default:
      return library.byTerm(kind, value);
  }
}
