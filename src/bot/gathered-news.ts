import { createHash } from 'node:crypto';
import { deliveryId } from '../announce/delivery.js';
import { NEWS_FOR, subscriptionMatches } from '../announce/matches.js';
import type { Post } from '../content/post.js';
import type { NewDelivery, Subscription } from '../engine/engine.js';
import type { Language } from '../message/message.js';
import { postMessage } from '../message/post-message.js';
import { roundupMessage } from '../message/roundup-message.js';

const DAY = 86_400_000;

/** How often gathered subscriptions are sent, as cron in the site's zone: in the morning, weekly ones on Mondays. */
export const GATHERED = { daily: '0 9 * * *', weekly: '0 9 * * 1' } as const;
export type Gathered = keyof typeof GATHERED;

export interface GatheredNews {
  when: Gathered;
  /** The scheduled moment (ms since the epoch). */
  at: number;
  /** Visible posts, newest first. */
  posts: readonly Post[];
  subscriptions: readonly Subscription[];
  languageOf(destination: string): Language;
  /** Where a round-up's title leads: the list of all posts. */
  home?: string;
  /** Whether a place has a record of this delivery already: announced at once, or in an earlier round-up. */
  hasDelivery(id: string): boolean;
}

/**
 * What subscriptions that want their news gathered get at a scheduled moment: one message a place, and a record for each
 * post that it was in it, so that no place ever sees a post twice. Pure.
 */
export function gatheredNews(news: GatheredNews): NewDelivery[] {
  const mine = news.subscriptions.filter(({ when, paused }) => when === news.when && paused === undefined);
  const places = [...new Set(mine.map(({ destination }) => destination))];
  return places.flatMap((place) => {
    const subscriptions = mine.filter(({ destination }) => destination === place);
    const posts = news.posts.filter((post) => isNews(post, place, subscriptions, news));
    return deliveries(posts, place, news);
  });
}

/** The ids by which {@link gatheredNews} asks whether a post was announced in a place. */
export function gatheredCandidates(news: Omit<GatheredNews, 'hasDelivery' | 'languageOf'>): string[] {
  const all: string[] = [];
  gatheredNews({ ...news, languageOf: () => 'en', hasDelivery: (id) => all.push(id) > 0 });
  return all;
}

function isNews(post: Post, place: string, subscriptions: readonly Subscription[], news: GatheredNews): boolean {
  if (!post.announce.enabled || post.time > news.at || post.time <= news.at - NEWS_FOR) return false;
  // A date without a time is midnight: what came out on the day somebody subscribed is still news to them.
  const wanted = subscriptions.some(
    (subscription) => post.time > subscription.createdAt - DAY && subscriptionMatches(post, subscription),
  );
  return wanted && !news.hasDelivery(deliveryId('post', post.id, place));
}

function deliveries(
  posts: readonly Post[],
  place: string,
  { when, at, languageOf, home }: GatheredNews,
): NewDelivery[] {
  const [only] = posts;
  if (!only) return [];
  const record = (post: Post): NewDelivery => ({
    id: deliveryId('post', post.id, place),
    kind: 'post',
    subject: post.id,
    channel: place,
    message: postMessage(post),
  });
  if (posts.length === 1) return [record(only)];
  const subject = createHash('sha256')
    .update(JSON.stringify([when, at]))
    .digest('hex')
    .slice(0, 16);
  const id = deliveryId('roundup', subject, place);
  const fault = { message: `gathered with ${posts.length - 1} other posts in the round-up ${id}` };
  return [
    { id, kind: 'roundup', subject, channel: place, message: roundupMessage(posts, languageOf(place), home) },
    ...posts.map((post): NewDelivery => ({ ...record(post), state: 'skipped', fault })),
  ];
}
