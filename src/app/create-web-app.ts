import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Bot } from '../bot/create-bot.js';
import { languageOf } from '../message/words.js';
import { type AnswerAtOnce, answerAtOnce } from '../web/answer-at-once.js';
import { createWeb, type WebDeps } from '../web/create-web.js';
import { designVersion } from '../web/design-version.js';
import { type DocumentStore, openDocumentStore } from '../web/document-store.js';
import type { ProbeDeps } from '../web/probes.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';
import { type Shown, siteInput } from './site-input.js';

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
