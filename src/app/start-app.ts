import { join } from 'node:path';
import { Hono } from 'hono';
import { runSubscriberDigests } from '../bot/run-subscriber-digests.js';
import type { Config } from '../config/load-config.js';
import { writesIntoContent } from '../config/writes-into-content.js';
import { languageOf } from '../message/words.js';
import { changedTopics } from '../web/changed-topics.js';
import { createMetrics } from '../web/create-metrics.js';
import { createDrawnEntries } from '../web/drawn-entries.js';
import { formatMoment } from '../web/format-moment.js';
import { openHubNotices } from '../web/hub-notices.js';
import { createPagePaths } from '../web/page-paths.js';
import { probes } from '../web/probes.js';
import { pushHook } from '../web/push-hook.js';
import { createRelatedMemory } from '../web/related-memory.js';
import { serve } from '../web/serve.js';
import { eachSiteDocument } from '../web/site-documents.js';
import type { World } from '../world.js';
import { addressesOf, siteSettings } from './addresses.js';
import { watchJobs } from './configured-jobs.js';
import { createWebApp, type WebApp } from './create-web-app.js';
import { siteOf } from './digest-editions.js';
import { openEditionShelf } from './edition-shelf.js';
import { observeAttempts } from './observe-attempts.js';
import { openBot } from './open-bot.js';
import { openChannels } from './open-channels.js';
import { openConsole } from './open-console.js';
import { openContent } from './open-content.js';
import { openDraftDesk } from './open-draft-desk.js';
import { openEngine } from './open-engine.js';
import { type KnownContent, readGauges } from './read-gauges.js';
import { readLibrary, type Snapshot, snapshot } from './read-library.js';
import { runDigests } from './run-digests.js';
import { runRetention } from './run-retention.js';
import { runRevisions } from './run-revisions.js';
import { digestListings, type Shown, siteInput } from './site-input.js';
import { startBots } from './start-bots.js';
import { takeScan } from './take-scan.js';
import { targetOf, workOptions } from './targets.js';
import { type LiveLibrary, watchLibrary } from './watch-library.js';

export const ROLES = ['watcher', 'worker', 'bot', 'web'] as const;
export type Role = (typeof ROLES)[number];

/** How long a shutdown waits for what is under way, in ms. */
const GRACE = 10_000;
/** Bytes of drawn feed entries that are kept between changes: of some thousand articles in all formats. */
const ENTRIES_ROOM = 64_000_000;

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
  const engine = await openEngine(config, world, { patience: Number.POSITIVE_INFINITY });
  onClose(() => engine.close());
  const channels = await openChannels(config, world);
  let known: KnownContent | undefined;
  const names = channels.configured.map(({ name }) => name);
  const metrics = createMetrics(() => readGauges({ engine, channels: names, content: () => known, log: world.log }));
  let ready = false;
  const probed = {
    waitingFor: () => (ready ? undefined : 'the first scan of the content'),
    ping: () => engine.ping(),
    metrics,
  };
  if (roles.has('worker')) work();
  if (!roles.has('web') && !roles.has('bot')) await listenForProbes();
  if (!roles.has('watcher') && !roles.has('web') && !roles.has('bot')) {
    ready = true;
    return undefined;
  }

  // The port first: when it is taken nothing else should begin, and the address of our pages may depend on it.
  let routes: WebApp | undefined;
  const server = roles.has('web') || roles.has('bot') ? await listen() : undefined;
  const addresses = addressesOf(config, server?.port);
  const settings = siteSettings(config, addresses);

  const content = await openContent(config, addresses, world);
  onClose(() => content.close());
  // Between two changes nearly all of these stays as it was.
  const remembered = {
    related: createRelatedMemory(),
    entries: createDrawnEntries(ENTRIES_ROOM),
    paths: createPagePaths(settings.baseUrl),
  };
  let latest = snapshot([], [], { content, aliases: config.aliases, now: world.now() });
  const look = () => ({ content, aliases: config.aliases, now: world.now(), before: latest });
  let shown: Shown = { library: latest.library, editions: [], jobs: [] };
  const bot = openBot(() => shown, engine, settings, world);
  const jobs = watchJobs(config, world.log);
  const editions = openEditionShelf(engine.ledger);
  const drafts = openDraftDesk({
    ledger: engine.ledger,
    jobs: jobs.read,
    // Before the first scan nothing is shown yet; what it shows will have the edition.
    onEdition: async () => {
      if (ready) await show(library.current);
    },
    ...{ settings, config, world },
  });
  const bots = roles.has('bot') ? await startBots(config, bot, drafts, world) : undefined;
  onClose(() => bots?.close(GRACE));
  const web = createWebApp({
    shown: () => shown,
    settings,
    bot,
    dataDir: config.dataDir,
    folder: content.folder,
    probed,
    mounts: [...(bots?.mounts ?? []), ...pushHooks(content.poke), ...consoles()],
    world,
  });
  onClose(() => web.documents.close());
  routes = web;
  const hubs = openHubNotices({ file: join(config.dataDir, 'hub-notices.json'), world });
  onClose(() => hubs.close());

  const library = await followContent();
  if (roles.has('watcher')) compose();
  ready = true;
  welcome();
  return server?.url;

  /** Takes the first look, and follows every change; watched from before that look on, so that nothing falls between. */
  async function followContent(): Promise<LiveLibrary> {
    let live: LiveLibrary | undefined;
    let early = false;
    const changed = (places?: readonly string[]) => {
      if (live) web.documents.standBackFor(live.look(places));
      else early = true;
    };
    [live] = await Promise.all([
      watchLibrary({ take, onLook: show, now: world.now, log: world.log }),
      content.watch(changed),
    ]);
    onClose(live.close);
    if (early) changed();
    return live;
  }

  /** What somebody who starts it wants to know first. */
  function welcome(): void {
    const { library: seen, problems } = library.current;
    const to = channels.configured.map(({ name }) => name).join(', ') || 'nobody (there are no channels)';
    world.log.info(`${seen.posts.length} posts, ${problems.length} problems; new posts go to ${to}`);
    for (const { name } of config.channels.filter((channel) => writesIntoContent(channel, config))) {
      world.log.info(
        `channel ${name} writes among the posts: it gets digests only, as nothing else is known when it comes back`,
      );
    }
    for (const { name, next } of digestListings(shown.jobs, world.now())) {
      const when = next === undefined ? 'never' : formatMoment(next, config.site.timezone, 'en');
      world.log.info(`digest ${name}: next run ${when}`);
    }
  }

  /** Sends what is due, and brings up to date what was sent. */
  function work(): void {
    const { timezone } = config.site;
    const onAttempt = observeAttempts(metrics, new Set(names), world);
    const worker = engine.queue.work(workOptions({ engine, channels, timezone, world, onAttempt }));
    onClose(() => worker.close(GRACE));
    const target = (name: string) => {
      const channel = channels.get(name);
      return channel && targetOf(channel, timezone);
    };
    const revisions = runRevisions(engine, { targetOf: target, ...world });
    onClose(() => revisions.close());
    const retention = runRetention(engine, { keep: config.engine.keep });
    onClose(() => retention.close());
  }

  async function listen() {
    const front = new Hono();
    front.all('*', (c) => routes?.app.fetch(c.req.raw, c.env) ?? c.text('starting\n', 503, { 'Retry-After': '1' }));
    const listening = await serve(front, config.server, (...asked) => routes?.atOnce(...asked) ?? false);
    onClose(() => listening.close());
    return listening;
  }

  /** Processes without pages are watched as well. */
  async function listenForProbes(): Promise<void> {
    const { host, probePort: port } = config.server;
    if (port === 0) return;
    const listening = await serve(probes(probed), { host, port });
    onClose(() => listening.close());
  }

  function pushHooks(poke: (() => void) | undefined) {
    const { hookSecret: secret, branch } = config.content;
    return poke ? [{ path: '/hooks/git' as const, app: pushHook({ secret, branch, onPush: poke, world }) }] : [];
  }

  function consoles() {
    if (!roles.has('web')) return [];
    const app = openConsole({
      engine,
      channels,
      site: () => siteInput(shown, settings, world.now()),
      look: () => latest,
      folder: content.folder,
      jobs: jobs.read,
      jobProblems: () => jobs.problems,
      drafts,
      sources,
      onEdition: () => show(library.current),
    });
    return [{ path: '/admin' as const, app }];
  }

  /** What editions are made from at present. */
  function sources() {
    return { library: shown.library, settings, config, world };
  }

  /** Digests, and those of subscriptions, at their times. */
  function compose(): void {
    const digests = runDigests({
      engine,
      jobs: jobs.read,
      sources,
      drafts,
      onEdition: () => show(library.current),
    });
    onClose(() => digests.close());
    const own = runSubscriberDigests({
      engine,
      library: () => shown.library,
      site: siteOf(settings),
      timezone: config.site.timezone,
      language: languageOf(config.site.language),
      home: `${settings.baseUrl}/posts/`,
      log: world.log,
    });
    onClose(() => own.close());
  }

  /** Looks at the content; only the watcher writes down what is new. */
  async function take(places?: readonly string[]): Promise<Snapshot> {
    const start = performance.now();
    const observe = (outcome: 'ok' | 'failed') => metrics.observeScan(outcome, (performance.now() - start) / 1000);
    try {
      const taken = roles.has('watcher')
        ? await takeScan({ content, engine, channels, config, world, places, before: latest })
        : await readLibrary((await engine.ledger.known()).posts, { ...look(), places });
      observe('ok');
      return taken;
    } catch (error) {
      observe('failed');
      throw error;
    }
  }

  async function show(current: Snapshot): Promise<void> {
    latest = current;
    shown = {
      library: current.library,
      editions: await editions.look(),
      jobs: await jobs.read(),
    };
    known = {
      posts: current.library.posts.length,
      problems: [...current.problems, ...jobs.problems],
      jobs: digestListings(shown.jobs, world.now()),
    };
    if (!roles.has('web')) return;
    const documents = eachSiteDocument({ ...siteInput(shown, settings, world.now()), ...remembered });
    // Not waited for: what somebody asks for jumps the queue, and a big library takes a while the first time.
    web.documents.update(documents).then(
      ({ changed }) => hubs.tell(changedTopics(changed.flatMap((path) => web.documents.document(path) ?? []))),
      (error: unknown) => world.log.error({ err: error }, 'feeds and pages could not be brought up to date'),
    );
  }
}
