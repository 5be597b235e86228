import type { Hono } from 'hono';
import type { Delivery } from '../announce/delivery.js';
import { loadChannelTypes } from '../channels/index.js';
import type { Config } from '../config/load-config.js';
import { collectSecrets, redact } from '../config/secrets.js';
import type { Post, Problem } from '../content/post.js';
import type { DigestJob } from '../digest/digest-job.js';
import type { DraftDesk } from '../digest/draft-decision.js';
import type { Engine, NewDelivery } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Message } from '../message/message.js';
import { postMessage } from '../message/post-message.js';
import { languageOf } from '../message/words.js';
import type { AdminDeps, Drawing, EditionPreview } from '../web/admin/admin-deps.js';
import { createAdmin } from '../web/admin/create-admin.js';
import type { SiteInput } from '../web/site.js';
import { type EditionSources, editionAt, editionCommit } from './digest-editions.js';
import { lintAside } from './lint-aside.js';
import { lintInput } from './lint-posts.js';
import type { Channels } from './open-channels.js';
import type { Snapshot } from './read-library.js';
import { targetOf } from './targets.js';

/** Above so many posts only what a scan finds is shown: rules about the library as a whole read every file again. */
const BIG_LIBRARY = 20_000;

export interface ConsoleOptions {
  engine: Engine;
  channels: Channels;
  site(): SiteInput;
  /** The last look at the content. */
  look(): Snapshot;
  /** The content folder. */
  folder: string;
  jobs(): Promise<readonly DigestJob[]>;
  jobProblems(): readonly Problem[];
  drafts: DraftDesk;
  sources(): Omit<EditionSources, 'ledger'>;
  /** Called when an edition was made. */
  onEdition(): Promise<void>;
}

/** The console at /admin, over the running program. */
export function openConsole(options: ConsoleOptions): Hono {
  const { engine, channels, site, jobs } = options;
  const { config, world } = options.sources();
  const secrets = collectSecrets(config);
  return createAdmin({
    adminToken: config.server.adminToken,
    serverHost: config.server.host,
    site,
    engine,
    channels: channels.configured.map(({ name, kind, rate, announce }) => ({
      name,
      type: kind.type,
      rate: rate ?? kind.rate,
      announce,
    })),
    draw: createDraw(options, config),
    linkTo: ({ channel, receipt }) => receipt && channels.get(channel)?.kind.link?.(receipt),
    drawPost: (post) => drawPost(post, site().library, config),
    sayAgain: (delivery) => sayAgain(delivery, options),
    problems: () => [...options.jobProblems(), ...options.look().problems],
    allProblems: rememberProblems(options, config),
    digests: {
      jobs,
      preview: (job) => previewEdition(job, options),
      send: (job) => sendEdition(job, options),
    },
    drafts: options.drafts,
    drawDraft: ({ deliveries }) => drawNew(deliveries, options),
    redact: (text) => redact(text, secrets),
    now: world.now,
    log: world.log,
  });
}

/** As the worker draws, with what a subscribed place chose. */
function createDraw({ engine, channels }: ConsoleOptions, { site }: Config): AdminDeps['draw'] {
  return async ({ id, channel: name, message }) => {
    const channel = channels.get(name);
    if (!channel) return undefined;
    const chosen = channel.subscribed ? await engine.subscriptions.settings(name) : {};
    const drawn = { ...channel, ...chosen };
    return {
      medium: channel.kind.type,
      channel: name,
      language: drawn.language,
      payload: targetOf(drawn, site.timezone).render(message, id),
    };
  };
}

/** With the options and language of the first channel of each kind; a kind nobody configured has its defaults. */
async function drawPost(post: Post, library: Library, { channels, site }: Config): Promise<Drawing[]> {
  return (await loadChannelTypes()).map((kind) => {
    const channel = channels.find(({ type }) => type === kind.type);
    const language = channel?.language ?? languageOf(site.language);
    const message = postMessage(post, kind.article ? library.article(post).html : undefined);
    return {
      medium: kind.type,
      ...(channel && { channel: channel.name }),
      language,
      payload: kind.render(message, { language, timezone: site.timezone }, channel?.options ?? {}),
    };
  });
}

function sayAgain({ kind, subject, channel, message }: Delivery, { site, channels }: ConsoleOptions): Message {
  const { library } = site();
  const post = kind === 'post' ? library.byId(subject) : undefined;
  if (!post) return message;
  return postMessage(post, channels.get(channel)?.kind.article ? library.article(post).html : undefined);
}

/** What is wrong is reckoned once for each look at the content. */
function rememberProblems(options: ConsoleOptions, config: Config): AdminDeps['allProblems'] {
  const { look, folder, jobProblems, sources } = options;
  let last: { look: Snapshot; found: Promise<Problem[] | undefined> } | undefined;
  const check = (current: Snapshot): Promise<Problem[] | undefined> => {
    if (current.posts.length > BIG_LIBRARY) return Promise.resolve(undefined);
    return lintAside(lintInput(current, folder, config)).catch((error: unknown) => {
      sources().world.log.error({ err: error }, 'the posts could not be checked for the console');
      return undefined;
    });
  };
  return async () => {
    const current = look();
    if (last?.look !== current) last = { look: current, found: check(current) };
    const found = await last.found;
    return { problems: [...jobProblems(), ...(found ?? current.problems)], partial: found === undefined };
  };
}

async function previewEdition(job: DigestJob, options: ConsoleOptions): Promise<EditionPreview> {
  const { ledger } = options.engine;
  const made = options.sources();
  const edition = await editionAt(job, made.world.now(), { ...made, ledger });
  const { deliveries } = editionCommit(edition, job, made);
  const out = (await ledger.edition(edition.id)) !== undefined;
  return { ...edition, out, drawings: drawNew(deliveries, options) };
}

/** What deliveries that are not in the ledger yet would be sent as. */
function drawNew(deliveries: readonly NewDelivery[], { channels, sources }: ConsoleOptions): Drawing[] {
  const { timezone } = sources().config.site;
  return deliveries.flatMap(({ id, channel: name, message }) => {
    const channel = channels.get(name);
    if (!channel) return [];
    const payload = targetOf(channel, timezone).render(message, id);
    return [{ medium: channel.kind.type, channel: name, language: channel.language, payload }];
  });
}

async function sendEdition(job: DigestJob, { engine, sources, onEdition }: ConsoleOptions): Promise<boolean> {
  const made = sources();
  const edition = await editionAt(job, made.world.now(), { ...made, ledger: engine.ledger });
  const { committed } = await engine.ledger.commit(editionCommit(edition, job, made));
  if (committed) await onEdition();
  return committed;
}
