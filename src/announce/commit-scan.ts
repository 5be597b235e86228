import type { Post } from '../content/post.js';
import type { Commit, KnownLibrary, KnownPost, Ledger, Rate } from '../engine/engine.js';
import type { World } from '../world.js';
import { breakCircuits, type Traffic } from './breaker.js';
import { editsInPlace, type TakenScan } from './edits-in-place.js';
import { identify } from './identify.js';
import { isLandslide, planScan, type ScanNews } from './plan-scan.js';
import { withRoundups } from './revise-roundups.js';
import { type Articles, withArticles } from './with-articles.js';

/** Posts named in one line of the log. */
const MOST_NAMED = 50;
/** Another process got in between so often that something is wrong. */
const MOST_PLANS = 20;
/** Held deliveries looked at to see whether a channel stands still, and pending ones stopped with it. */
const MANY = 10_000;
/** Channels asked about at once: a post may have very many. */
const AT_ONCE = 200;

export interface ScanToCommit extends Pick<ScanNews, 'channels' | 'subscriptions' | 'languageOf' | 'home'> {
  /** As the content reader gave them. */
  posts: readonly Post[];
  announce: ScanNews['announce'] & { breaker: Rate | null };
  /** Absent: no channel is sent articles. */
  articles?: Articles;
  /** The scan before this one, when nobody doubts what the ledger made of it: then only what changed since is looked at. */
  before?: TakenScan;
}

export interface CommittedScan {
  /** The posts with their settled identities, in their order. */
  posts: Post[];
  /** Ids of the deliveries it made. */
  created: string[];
  /** Channels that the breaker stopped at this scan. */
  stopped: string[];
}

/**
 * Brings a scan into the ledger: who is who, what is new, what is announced, in one transaction. Any number of processes
 * may do this with the same news; it is made anew as long as another one was faster.
 * @throws {EngineError}
 */
export async function commitScan(
  scan: ScanToCommit,
  ledger: Ledger,
  world: Pick<World, 'now' | 'log'>,
): Promise<CommittedScan> {
  const edits = scan.before && editsInPlace(scan.before, scan.posts);
  if (edits) {
    const known = await ledger.known(edits.ids);
    const done = edits.stand(known) && (await commitOnce({ ...scan, posts: edits.posts }, known, ledger, world));
    if (done) return { ...done, posts: edits.among(done.posts) };
  }
  for (let plans = 0; plans < MOST_PLANS; plans++) {
    const done = await commitOnce(scan, await ledger.known(), ledger, world);
    if (done) return done;
  }
  throw new Error(`the ledger changed ${MOST_PLANS} times while one scan was being committed`);
}

/** @returns undefined when the ledger has moved on since it was asked, and nothing was written */
async function commitOnce(
  scan: ScanToCommit,
  { posts: known, ...ledgerState }: KnownLibrary,
  ledger: Ledger,
  { now, log }: Pick<World, 'now' | 'log'>,
): Promise<CommittedScan | undefined> {
  const posts = identify(scan.posts, known);
  const announced = planScan({ ...scan, posts, known, ...ledgerState, now: now() });
  const plan = scan.articles ? withArticles(announced, posts, scan.articles) : announced;
  if (ledgerState.initialised && isEmpty(plan)) return { posts, created: [], stopped: [] };
  const { commit, stopped } = await withBreaker(plan, scan.announce.breaker, ledger, now());
  const byId = new Map(known.map((post) => [post.id, post]));
  const revisions = await withRoundups(plan.revisions ?? [], byId, ledger);
  const { committed, created } = await ledger.commit({ ...commit, revisions });
  if (!committed) return undefined;
  if (ledgerState.restoredFrom !== undefined) tellRestored(plan, known, ledgerState.restoredFrom, log);
  const gone = plan.posts?.filter((post) => post.gone).length ?? 0;
  if (isLandslide(gone, known)) log.warn({ gone }, 'most posts are gone at once; messages about them stay as they are');
  for (const [channel, fault] of stopped) {
    log.error({ channel, hint: fault.hint }, `announcements stopped: ${fault.message}`);
    await stopPending(channel, fault, ledger);
  }
  return { posts, created, stopped: [...stopped.keys()] };
}

function isEmpty({ settlesRestore, posts, deliveries, revisions }: Commit): boolean {
  return !settlesRestore && posts?.length === 0 && deliveries?.length === 0 && revisions?.length === 0;
}

function tellRestored(
  { deliveries = [] }: Commit,
  known: readonly KnownPost[],
  restoredFrom: number,
  log: World['log'],
): void {
  const before = new Set(known.map(({ id }) => id));
  const fresh = deliveries.filter(({ subject }) => !before.has(subject));
  const posts = [...new Map(fresh.map(({ subject, message }) => [subject, message.title])).values()];
  log.warn(
    { posts: posts.slice(0, MOST_NAMED), hint: 'look in the channels; `postrider announce POST --again` sends one' },
    `the ledger is that of the backup of ${new Date(restoredFrom).toISOString()}: ${posts.length} posts that may have been announced since are not announced`,
  );
}

async function withBreaker(plan: Commit, breaker: Rate | null, ledger: Ledger, now: number) {
  const { deliveries = [] } = plan;
  if (!breaker || deliveries.length === 0) return { commit: plan, stopped: new Map<string, never>() };
  const trafficOf = async (channel: string): Promise<[string, Traffic]> => {
    const held = await ledger.deliveries({ channel, states: ['held'], limit: MANY });
    const recent = await ledger.createdSince(channel, now - breaker.per);
    return [channel, { recent, stopped: held.some(({ heldFor }) => heldFor === 'breaker') }];
  };
  const channels = [...new Set(deliveries.map((delivery) => delivery.channel))];
  const traffic = new Map<string, Traffic>();
  for (let from = 0; from < channels.length; from += AT_ONCE) {
    const some = await Promise.all(channels.slice(from, from + AT_ONCE).map(trafficOf));
    for (const [channel, its] of some) traffic.set(channel, its);
  }
  const { deliveries: allowed, stopped } = breakCircuits(deliveries, traffic, breaker);
  return { commit: { ...plan, deliveries: allowed }, stopped };
}

/** What was already waiting stops as well; what is under way ends. */
async function stopPending(channel: string, fault: { message: string; hint?: string }, ledger: Ledger): Promise<void> {
  for (const { id } of await ledger.deliveries({ channel, states: ['pending'], limit: MANY })) {
    await ledger.transition(id, { type: 'trip', fault });
  }
}
