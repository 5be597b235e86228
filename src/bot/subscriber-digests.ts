import { deliveryId } from '../announce/delivery.js';
import { NEWS_FOR, subscriptionMatches } from '../announce/matches.js';
import type { Post } from '../content/post.js';
import { editionMessage } from '../digest/edition-message.js';
import { type Rhythm, subscriberEdition, subscriberEditionId, subscriberJob } from '../digest/subscriber-edition.js';
import type { Site } from '../digest/template-scope.js';
import type { NewDelivery, Subscription } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import { postMessage } from '../message/post-message.js';

const DAY = 86_400_000;

export interface SubscriberDigest {
  rhythm: Rhythm;
  /** The scheduled moment (ms since the epoch). */
  at: number;
  /** Where it goes. */
  place: string;
  language: Language;
  /** The place's subscriptions of this rhythm. */
  subscriptions: readonly Subscription[];
  library: Library;
  site: Site;
  /** IANA zone. */
  timezone: string;
  /** Where its title leads: the list of all posts. */
  home?: string;
  /** Whether the place has a record of this delivery already: a post announced at once, or listed in an earlier digest. */
  hasDelivery(id: string): boolean;
  /** URLs of what the place was sent lately. */
  seen: readonly string[];
}

/** Posts that may be new to the place, by the id of the delivery that records that it was told of them. */
export function newsFor({ place, subscriptions, library, at }: Omit<SubscriberDigest, 'hasDelivery' | 'seen'>): {
  id: string;
  post: Post;
}[] {
  return library.posts
    .filter(
      (post) =>
        post.announce.enabled &&
        post.time < at &&
        post.time > at - NEWS_FOR &&
        // A date without a time is midnight: what came out on the day somebody subscribed is still news to them.
        subscriptions.some((each) => post.time > each.createdAt - DAY && subscriptionMatches(post, each)),
    )
    .map((post) => ({ id: deliveryId('post', post.id, place), post }));
}

/**
 * What a place gets that wants its news by day or week: a digest of its own, and a record for each post that it was in
 * it, so that no place ever is told of a post twice. Nothing without a new post.
 */
export async function subscriberDigest(digest: SubscriberDigest): Promise<NewDelivery[]> {
  const { rhythm, at, place, language, subscriptions, library, site, timezone, home, seen } = digest;
  const fresh = new Set(
    newsFor(digest)
      .filter(({ id }) => !digest.hasDelivery(id))
      .map(({ post }) => post.id),
  );
  const about = await Promise.all(subscriptions.map((each) => postsAbout(each, library)));
  const related = new Set(about.flat().map((post) => post.id));
  const edition = subscriberEdition({
    job: subscriberJob(rhythm, { timezone, language, window: NEWS_FOR }),
    ...{ library, site, at, seen },
    wants: (post) => related.has(post.id) || fresh.has(post.id),
    isNew: (post) => fresh.has(post.id),
  });
  if (edition.empty) return [];
  const id = digestDelivery(digest);
  const fault = { message: `listed in the digest ${id}` };
  return [
    {
      ...{ id, kind: 'edition', subject: edition.id, channel: place },
      message: { ...editionMessage(edition), ...(home && { url: home }) },
    },
    ...edition.posts.map(
      (post): NewDelivery => ({
        ...{ id: deliveryId('post', post.id, place), kind: 'post', subject: post.id, channel: place },
        ...{ message: postMessage(post), state: 'skipped', fault },
      }),
    ),
  ];
}

/** The id of a place's digest of a period: there is one, whatever runs twice. */
export function digestDelivery({
  rhythm,
  at,
  place,
  timezone,
  language,
}: Pick<SubscriberDigest, 'rhythm' | 'at' | 'place' | 'timezone' | 'language'>): string {
  const job = subscriberJob(rhythm, { timezone, language, window: NEWS_FOR });
  return deliveryId('edition', subscriberEditionId(job, at), place);
}

/** By the library's indexes: asking each of many posts would take too long for many places. */
async function postsAbout({ kind, value }: Subscription, library: Library): Promise<readonly Post[]> {
  switch (kind) {
    case 'all':
      return library.posts;
    case 'search':
      return (await library.search(value, { limit: library.posts.length, offset: 0 })).posts;
    default:
      return library.byTerm(kind, value);
  }
}
