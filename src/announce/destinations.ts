import type { Post } from '../content/post.js';
import type { Subscription } from '../engine/engine.js';
import type { Language } from '../message/message.js';
import { type Match, matches, subscriptionMatches } from './matches.js';

/** What planning needs to know of a configured channel. */
export interface PlannedChannel {
  name: string;
  /** False: for digests only. */
  announce: boolean;
  match: Match;
  language: Language;
  /** See ChannelType.address. */
  address?: string;
}

/** Somewhere announcements go: a configured channel or a subscribed place. */
export interface Destination {
  name: string;
  language: Language;
  wants(post: Post): boolean;
}

/** Where news can go, as far as the config and the subscriptions say. */
export interface Reach {
  channels: readonly PlannedChannel[];
  subscriptions: readonly Subscription[];
  /** The language somebody chose for a subscribed place. */
  languageOf(destination: string): Language;
}

/** The configured channels that announce. */
export function configuredDestinations({ channels }: Reach): Destination[] {
  return channels
    .filter((channel) => channel.announce)
    .map((channel) => ({ ...channel, wants: (post: Post) => channelWants(channel, post) }));
}

/** The places that subscribed and are not paused: those that get news at once, or those that have it gathered. */
export function subscribedDestinations(reach: Reach, when: 'instant' | 'gathered'): Destination[] {
  const wanted = reach.subscriptions.filter(
    (each) => each.paused === undefined && ((each.when ?? 'instant') === 'instant') === (when === 'instant'),
  );
  const configured = reach.channels.filter((channel) => channel.announce);
  return [...new Set(wanted.map(({ destination }) => destination))].map((name) => {
    const own = wanted.filter(({ destination }) => destination === name);
    const already = configured.filter(({ address }) => address === name);
    return {
      name,
      language: reach.languageOf(name),
      // Whoever subscribed in a place that a configured channel serves as well sees a post once.
      wants: (post: Post) =>
        own.some((subscription) => subscriptionMatches(post, subscription)) &&
        !already.some((channel) => channelWants(channel, post)),
    };
  });
}

function channelWants(channel: PlannedChannel, post: Post): boolean {
  const { channels } = post.announce;
  return channels.length > 0 ? channels.includes(channel.name) : matches(post, channel.match);
}
