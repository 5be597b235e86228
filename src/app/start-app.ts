import { join } from 'node:path';
import { Hono } from 'hono';
import { applyRevisions } from '../announce/apply-revisions.js';
import { commitScan } from '../announce/commit-scan.js';
import { createDingtalkBot } from '../bot/dingtalk/create-dingtalk-bot.js';
import { runGatheredNews } from '../bot/run-gathered-news.js';
import { createSlackBot } from '../bot/slack/create-slack-bot.js';
import type { Config } from '../config/load-config.js';
import type { DigestJob } from '../digest/digest-job.js';
import { readJobs } from '../digest/read-jobs.js';
import type { DestinationSettings } from '../engine/engine.js';
import { languageOf } from '../message/words.js';
import { changedTopics } from '../web/changed-topics.js';
import type { WebDeps } from '../web/create-web.js';
import { type HubNotices, openHubNotices } from '../web/hub-notices.js';
import { pushHook } from '../web/push-hook.js';
import { serve } from '../web/serve.js';
import { siteDocuments } from '../web/site-documents.js';
import type { World } from '../world.js';
import { addressesOf, siteSettings } from './addresses.js';
import { createWebApp, openBot, type Shown, siteInput } from './create-web-app.js';
import { openChannels } from './open-channels.js';
import { openContent } from './open-content.js';
import { openEngine } from './open-engine.js';
import { readLibrary, type Snapshot, snapshot } from './read-library.js';
import { runDigests } from './run-digests.js';
import { targetOf, workOptions } from './targets.js';
import { watchLibrary } from './watch-library.js';

export const ROLES = ['watcher', 'worker', 'bot', 'web'] as const;
export type Role = (typeof ROLES)[number];

/** How long a shutdown waits for what is under way, in ms. */
const GRACE = 10_000;
/** Editions the pages show. */
const SHOWN_EDITIONS = 500;
/** Sent messages whose posts were edited are looked for this often, in ms. */
const REVISION_BEAT = 1_000;

type Mounts = NonNullable<WebDeps['mounts']>;

export interface RunningApp {
  /** Where it answers; undefined when no role of it serves HTTP. */
  url?: string;
  /** Stops taking work, finishes or hands back what is under way. */
  close(): Promise<void>;
}

/**
 * Runs the given roles until closed. Resolves once the first scan is done and everything runs.
 * @throws when something it cannot do without fails at the start (the engine, the content folder, the port)
 */
export async function startApp(config: Config, roles: readonly Role[], world: World): Promise<RunningApp> {
  const closing: (() => Promise<void> | void)[] = [];
  const onClose = (close: () => Promise<void> | void) => closing.unshift(close);
  const close = async () => {
    for (const each of closing.splice(0)) await each();
  };
  try {
    return { url: await start(config, new Set(roles), world, onClose), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: Config,
  roles: ReadonlySet<Role>,
  world: World,
  onClose: (close: () => Promise<void> | void) => void,
): Promise<string | undefined> {
  const engine = await openEngine(config, world);
  onClose(() => engine.close());
  const channels = openChannels(config, world);
  if (roles.has('worker')) startWorker();
  if (!roles.has('watcher') && !roles.has('web') && !roles.has('bot')) return undefined;

  // The port first: when it is taken nothing else should begin, and the address of our pages may depend on it.
  let ready = false;
  let routes: Hono | undefined;
  const server = roles.has('web') || roles.has('bot') ? await listen() : undefined;
  const addresses = addressesOf(config, server?.port);
  const settings = siteSettings(config, addresses);

  const content = await openContent(config, addresses, world);
  onClose(() => content.close());
  let shown: Shown = { library: snapshot([], [], lookNow()).library, editions: [], jobs: [] };
  const bot = openBot(() => shown, engine, settings, world);
  const web = createWebApp({
    shown: () => shown,
    settings,
    engine,
    bot,
    dataDir: config.dataDir,
    waitingFor: () => (ready ? undefined : 'the first scan of the content'),
    mounts: [...(roles.has('bot') ? startBots() : []), ...pushHooks()],
    world,
  });
  onClose(() => web.documents.close());
  const hubs = roles.has('web') && settings.hubs.length > 0 ? openHubs() : undefined;
  routes = web.app;

  const library = await watchLibrary({ take, onLook: show, now: world.now, log: world.log });
  onClose(() => library.close());
  await content.watch(() => void library.look());
  if (roles.has('watcher')) {
    const digests = runDigests({
      engine,
      jobs: currentJobs,
      sources: () => ({ library: shown.library, settings, config, world }),
      onEdition: () => show(library.current),
    });
    onClose(() => digests.close());
    const gathered = runGatheredNews({
      engine,
      library: () => shown.library,
      timezone: config.site.timezone,
      language: languageOf(config.site.language),
      home: `${settings.baseUrl}/posts/`,
      log: world.log,
    });
    onClose(() => gathered.close());
  }
  ready = true;
  return server?.url;

  // ── The parts ────────────────────────────────────────────────────────────────────────────────────────────────────

  function startWorker(): void {
    const { timezone } = config.site;
    const worker = engine.queue.work(workOptions({ engine, channels, timezone, world }));
    onClose(() => worker.close(GRACE));
    const aborter = new AbortController();
    const revisions = everySoOften(REVISION_BEAT, world, () =>
      applyRevisions({
        ledger: engine.ledger,
        targetOf: (name) => {
          const channel = channels.get(name);
          return channel && targetOf(channel, timezone);
        },
        signal: aborter.signal,
        ...world,
      }),
    );
    onClose(() => {
      aborter.abort();
      return revisions.close();
    });
  }

  async function listen() {
    const front = new Hono();
    front.all('*', (c) => routes?.fetch(c.req.raw, c.env) ?? c.text('starting\n', 503, { 'Retry-After': '1' }));
    const listening = await serve(front, config.server);
    onClose(() => listening.close());
    return listening;
  }

  function startBots(): Mounts {
    const { slack, dingtalk, mayChange } = config.bot;
    const common = { bot, timezone: config.site.timezone, mayChange };
    const fallback = languageOf(config.site.language);
    const mounts: Mounts = [];
    if (slack) {
      const started = createSlackBot({ ...common, config: slack, language: slack.language ?? fallback }, world);
      mounts.push({ path: '/slack/events', app: started.routes });
      startBot(started);
    }
    if (dingtalk) {
      const started = createDingtalkBot(
        { ...common, config: dingtalk, language: dingtalk.language ?? fallback },
        world,
      );
      mounts.push({ path: '/dingtalk/events', app: started.routes });
      startBot(started);
    }
    return mounts;
  }

  function startBot(started: { start(): void; close(graceMs: number): Promise<void> }): void {
    started.start();
    onClose(() => started.close(GRACE));
  }

  function openHubs(): HubNotices {
    const opened = openHubNotices({ file: join(config.dataDir, 'hub-notices.json'), world });
    onClose(() => opened.close());
    return opened;
  }

  function pushHooks(): Mounts {
    const { hookSecret: secret, branch } = config.content;
    const { poke } = content;
    return poke ? [{ path: '/hooks/git', app: pushHook({ secret, branch, onPush: poke, world }) }] : [];
  }

  function lookNow() {
    return { content, aliases: config.aliases, now: world.now() };
  }

  /** Looks at the content; the watcher also writes down what is new. */
  async function take(): Promise<Snapshot> {
    if (!roles.has('watcher')) return readLibrary((await engine.ledger.known()).posts, lookNow());
    const { posts: read, problems } = await content.scan();
    const { posts } = await commitScan(
      {
        posts: read,
        announce: config.announce,
        channels: channels.configured.map((channel) => ({
          ...channel,
          address: channel.kind.address?.(channel.options),
        })),
        subscriptions: await engine.subscriptions.list(),
        languageOf: await chosenLanguages(),
      },
      engine.ledger,
      world,
    );
    await engine.ledger.recordScan(world.now());
    return snapshot(posts, problems, lookNow());
  }

  async function chosenLanguages() {
    const subscriptions = await engine.subscriptions.list();
    const places = [...new Set(subscriptions.map(({ destination }) => destination))];
    const chosen = new Map<string, DestinationSettings>();
    for (const place of places) chosen.set(place, await engine.subscriptions.settings(place));
    return (place: string) => chosen.get(place)?.language ?? languageOf(config.site.language);
  }

  async function show(current: Snapshot): Promise<void> {
    shown = {
      library: current.library,
      editions: await engine.ledger.editions({ limit: SHOWN_EDITIONS }),
      jobs: await currentJobs(),
    };
    const documents = siteDocuments(siteInput(shown, settings, world.now()));
    const { changed } = await web.documents.update(documents);
    hubs?.tell(changedTopics(documents, changed));
  }

  async function currentJobs(): Promise<DigestJob[]> {
    const names = channels.configured.map(({ name }) => name);
    const { jobs } = await readJobs(config.jobs, { timezone: config.site.timezone, channels: names });
    return jobs;
  }
}

/** Runs something again and again, one at a time, until closed; what it throws is logged once. */
function everySoOften(ms: number, { log }: Pick<World, 'log'>, run: () => Promise<void>): { close(): Promise<void> } {
  let closed = false;
  let running: Promise<void> | undefined;
  let fault: string | undefined;
  const timer = setInterval(() => {
    running ??= run()
      .then(() => {
        fault = undefined;
      })
      .catch((error: unknown) => {
        if (String(error) !== fault && !closed)
          log.error({ err: error }, 'sent messages could not be brought up to date');
        fault = String(error);
      })
      .finally(() => {
        running = undefined;
      });
  }, ms);
  return {
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
