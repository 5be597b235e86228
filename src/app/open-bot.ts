import { type Bot, createBot } from '../bot/create-bot.js';
import type { Engine } from '../engine/engine.js';
import { editionPath, termPath } from '../web/addresses.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';
import type { Shown } from './site-input.js';

/** The bot's core over what is shown. */
export function openBot(shown: () => Shown, engine: Engine | undefined, settings: SiteSettings, world: World): Bot {
  return createBot(
    () => ({
      library: shown().library,
      jobs: shown().jobs,
      newestEdition: async (job) => shown().editions.find((edition) => job === undefined || edition.job === job),
      subscriptions: engine?.subscriptions,
      now: world.now,
      termUrl: (kind, key) => settings.baseUrl + termPath(kind, key),
      editionUrl: (id) => settings.baseUrl + editionPath(id),
    }),
    world,
  );
}
