import { setImmediate as nextTurn } from 'node:timers/promises';
import { chosenLanguages } from '../announce/chosen-languages.js';
import { NEWS_FOR } from '../announce/matches.js';
import { dueEditions, scheduleName } from '../digest/due-editions.js';
import { RHYTHMS, type Rhythm, subscriberJob } from '../digest/subscriber-edition.js';
import type { Site } from '../digest/template-scope.js';
import type { Engine, NewDelivery, Subscription } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import type { World } from '../world.js';
import { digestDelivery, newsFor, subscriberDigest } from './subscriber-digests.js';

/** Another process got in between so often that something is wrong. */
const MOST_PLANS = 20;
/** Places in one commit. */
const AT_ONCE = 50;
/** A place's messages that its readings must not repeat: two years of weekly ones, and what came at once between them. */
const REMEMBERED = 200;

export interface SubscriberDigestsOptions {
  engine: Pick<Engine, 'schedule' | 'ledger' | 'subscriptions'>;
  library(): Library;
  site: Site;
  /** IANA zone of the mornings. */
  timezone: string;
  /** Of places where nobody chose one. */
  language: Language;
  /** Where a digest's title leads: the list of all posts. */
  home?: string;
  log: World['log'];
}

interface Place {
  digest: { rhythm: Rhythm; at: number; place: string; language: Language };
  /** Of this rhythm. */
  subscriptions: readonly Subscription[];
}

/**
 * Sends places that subscribed by day or week their digests, each morning that is due; may run in any number of
 * processes. Mornings missed while nothing ran are made up by the next: a post stays news until the place was told.
 */
export function runSubscriberDigests(options: SubscriberDigestsOptions): { close(): Promise<void> } {
  const { schedule } = options.engine;
  const { timezone, language } = options;
  const jobs = RHYTHMS.map((rhythm) => ({
    rhythm,
    ...subscriberJob(rhythm, { timezone, language, window: NEWS_FOR }),
  }));
  return schedule.beat(async (now) => {
    const handled = new Map<string, number | undefined>();
    for (const name of jobs.map(scheduleName)) handled.set(name, await schedule.handled(name));
    const { due, settled } = dueEditions(jobs, (name) => handled.get(name), now);
    for (const { schedule: name, at } of settled) await schedule.markHandled(name, at);
    for (const { job, at } of due) {
      const rhythm = jobs.find(({ name }) => name === job.name)?.rhythm;
      if (rhythm) await send(rhythm, at, options);
      await schedule.markHandled(scheduleName(job), at);
    }
  });
}

async function send(rhythm: Rhythm, at: number, options: SubscriberDigestsOptions): Promise<void> {
  const { subscriptions } = options.engine;
  const mine = (await subscriptions.list()).filter(({ when, paused }) => when === rhythm && paused === undefined);
  if (mine.length === 0) return;
  const languageOf = await chosenLanguages(mine, subscriptions, options.language);
  const places = [...new Set(mine.map(({ destination }) => destination))].map((place) => ({
    digest: { rhythm, at, place, language: languageOf(place) },
    subscriptions: mine.filter(({ destination }) => destination === place),
  }));
  for (let from = 0; from < places.length; from += AT_ONCE) {
    await sendTo(places.slice(from, from + AT_ONCE), options);
  }
}

/** Two processes may see different libraries: whoever is second plans anew, and finds the digests made. */
async function sendTo(places: readonly Place[], options: SubscriberDigestsOptions): Promise<void> {
  const { ledger } = options.engine;
  for (let plans = 0; plans < MOST_PLANS; plans++) {
    const { revision } = await ledger.known();
    const deliveries: NewDelivery[] = [];
    for (const { digest, subscriptions } of places) {
      // Composing takes some milliseconds; whatever else the process does comes in between.
      await nextTurn();
      deliveries.push(...(await digestFor(digest, subscriptions, options)));
    }
    if (deliveries.length === 0) return;
    const { committed, created } = await ledger.commit({ basedOn: revision, deliveries });
    if (!committed) continue;
    options.log.info({ deliveries: created.length }, 'digests of subscriptions go out');
    return;
  }
  throw new Error(`the ledger changed ${MOST_PLANS} times while digests of subscriptions were being committed`);
}

async function digestFor(
  digest: Place['digest'],
  subscriptions: readonly Subscription[],
  { engine, library, site, timezone, home }: SubscriberDigestsOptions,
): Promise<NewDelivery[]> {
  const { ledger } = engine;
  if (await ledger.delivery(digestDelivery({ ...digest, timezone }))) return [];
  const common = { ...digest, subscriptions, library: library(), site, timezone, home };
  const told = new Set<string>();
  const news = newsFor(common);
  for (const { id } of news) if (await ledger.delivery(id)) told.add(id);
  if (told.size === news.length) return [];
  const states = ['pending', 'sending', 'sent', 'failed', 'held'] as const;
  const earlier = await ledger.deliveries({ channel: digest.place, states: [...states], limit: REMEMBERED });
  const seen = earlier.flatMap(({ message }) => [
    ...(message.kind === 'post' ? [message.url] : []),
    ...message.sections.flatMap(({ items }) => items.map(({ url }) => url)),
  ]);
  return subscriberDigest({
    ...common,
    hasDelivery: (id) => told.has(id),
    seen: seen.filter((url) => url !== undefined),
  });
}
