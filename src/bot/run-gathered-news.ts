import { chosenLanguages } from '../announce/chosen-languages.js';
import { parseSchedule } from '../digest/schedule.js';
import type { Engine } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import type { World } from '../world.js';
import { GATHERED, type Gathered, gatheredCandidates, gatheredNews } from './gathered-news.js';

export interface GatheredNewsOptions {
  engine: Pick<Engine, 'schedule' | 'ledger' | 'subscriptions'>;
  library(): Library;
  /** IANA zone of the mornings. */
  timezone: string;
  /** Of places where nobody chose one. */
  language: Language;
  /** Where a round-up's title leads: the list of all posts. */
  home?: string;
  log: World['log'];
}

/**
 * Sends what subscriptions want gathered by day or week, each morning that is due; may run in any number of processes.
 * Mornings missed while nothing ran are made up by one message.
 */
export function runGatheredNews(options: GatheredNewsOptions): { close(): Promise<void> } {
  const schedules = (Object.keys(GATHERED) as Gathered[]).map((when) => ({
    when,
    name: `subscriptions ${when}`,
    schedule: parseSchedule(GATHERED[when], options.timezone),
  }));
  return options.engine.schedule.beat(async (now) => {
    for (const { when, name, schedule } of schedules) {
      const handled = await options.engine.schedule.handled(name);
      const at = schedule.previousRun(now + 1);
      if (handled === undefined) await options.engine.schedule.markHandled(name, now);
      else if (at !== undefined && at > handled) {
        await send(when, at, options);
        await options.engine.schedule.markHandled(name, at);
      }
    }
  });
}

async function send(
  when: Gathered,
  at: number,
  { engine, library, language, home, log }: GatheredNewsOptions,
): Promise<void> {
  const { ledger, subscriptions } = engine;
  const all = await subscriptions.list();
  const news = { when, at, posts: library().posts, subscriptions: all, home };
  const known = new Set<string>();
  for (const id of gatheredCandidates(news)) if (await ledger.delivery(id)) known.add(id);
  const deliveries = gatheredNews({
    ...news,
    hasDelivery: (id) => known.has(id),
    languageOf: await chosenLanguages(all, subscriptions, language),
  });
  if (deliveries.length === 0) return;
  const { created } = await ledger.commit({ deliveries });
  log.info({ when, deliveries: created.length }, 'gathered news goes out');
}
