import { join } from 'node:path';
import type { Hono } from 'hono';
import { type Bot, createBot } from '../bot/create-bot.js';
import type { DigestJob } from '../digest/digest-job.js';
import { parseSchedule } from '../digest/schedule.js';
import type { EditionRecord, Engine } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import { languageOf } from '../message/words.js';
import { editionPath, termPath } from '../web/addresses.js';
import { type AnswerAtOnce, answerAtOnce } from '../web/answer-at-once.js';
import { createWeb, type WebDeps } from '../web/create-web.js';
import { designVersion } from '../web/design-version.js';
import type { DigestListing } from '../web/digest-listing.js';
import { type DocumentStore, openDocumentStore } from '../web/document-store.js';
import type { ProbeDeps } from '../web/probes.js';
import type { SiteInput } from '../web/site.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';

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

export interface WebAppOptions {
  shown(): Shown;
  settings: SiteSettings;
  bot: Bot;
  dataDir: string;
  /** The content folder. */
  folder: string;
  probed: ProbeDeps;
  mounts: NonNullable<WebDeps['mounts']>;
  world: World;
}

/** The HTTP routes, the short way past them, and the store of ready documents behind both. */
export interface WebApp {
  app: Hono;
  atOnce: AnswerAtOnce;
  documents: DocumentStore;
}

export function createWebApp(options: WebAppOptions): WebApp {
  const { shown, settings, bot, probed, mounts, world } = options;
  const documents = openDocumentStore({
    file: join(options.dataDir, 'site-cache.sqlite'),
    version: designVersion(),
    now: world.now,
    log: world.log,
  });
  const language = languageOf(settings.language);
  const app = createWeb({
    site: () => siteInput(shown(), settings, world.now()),
    documents,
    ask: (text, user) => bot.ask({ text, user, destination: user, language }),
    pictures: settings.siteUrl === settings.baseUrl ? options.folder : undefined,
    ...probed,
    log: world.log,
    mounts,
  });
  return { app, atOnce: answerAtOnce(documents, probed.metrics), documents };
}
