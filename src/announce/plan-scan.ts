import { createHash } from 'node:crypto';
import { isVisible, type Post } from '../content/post.js';
import type { Commit, KnownPost, NewDelivery, PostRevision } from '../engine/engine.js';
import { postMessage } from '../message/post-message.js';
import { roundupMessage } from '../message/roundup-message.js';
import { cardHash } from './card-hash.js';
import { deliveryId } from './delivery.js';
import { configuredDestinations, type Destination, type Reach, subscribedDestinations } from './destinations.js';
import { recordsAfterRestore } from './records-after-restore.js';
import { roundupRecord } from './roundup-record.js';

/** Milliseconds without a further edit before a sent message is changed. */
export const EDIT_SETTLE = 5_000;

/** `announce` in the config. */
export interface AnnounceRules {
  /** A post dated longer ago (ms) is listed, not announced. */
  maxAge: number;
  /** More new posts for a channel than this become one round-up; 0: never. */
  burst: number;
  edits: 'update' | 'ignore';
  deletes: 'keep' | 'delete';
}

export interface ScanNews extends Reach {
  /** Every readable post with its settled identity, drafts and future ones included. */
  posts: readonly Post[];
  /** What the ledger said when it was asked; see Ledger.known. */
  known: readonly KnownPost[];
  initialised: boolean;
  revision: number;
  restoredFrom?: number;
  /** ms since the epoch */
  now: number;
  announce: AnnounceRules;
  /** Where all posts are; a round-up leads there. */
  home?: string;
}

/**
 * What a scan changes in the ledger: which posts are known from now on, what is announced where, and which deliveries
 * get an edit. Pure: the same news makes the same plan, with the same ids.
 *
 * A post becomes known once readers may see it, and is new only then. The first scan announces nothing, nor does the
 * first one after the ledger was restored: what is new to it may have been announced.
 */
export function planScan(news: ScanNews): Commit {
  const { posts, known, revision, restoredFrom, now } = news;
  const before = new Map(known.map((post) => [post.id, post]));
  const visible = posts.filter((post) => isVisible(post, now));
  const fresh = newPosts(visible, news);
  return {
    basedOn: revision,
    ...(restoredFrom !== undefined && { settlesRestore: true }),
    posts: [...changedPosts(visible, before), ...gonePosts(visible, known)],
    deliveries:
      restoredFrom === undefined
        ? planDeliveries(fresh, news)
        : recordsAfterRestore({ fresh, visible, restoredFrom, reach: news, now }),
    revisions: [...edits(visible, before, news), ...withdrawals(gonePosts(visible, known), news)],
  };
}

/** What is to be announced, oldest first. */
function newPosts(visible: readonly Post[], news: ScanNews): Post[] {
  if (!news.initialised) return [];
  const known = new Set(news.known.map(({ id }) => id));
  return visible
    .filter((post) => !known.has(post.id))
    .filter(isAnnounced(news))
    .sort(oldestFirst);
}

function isAnnounced({ now, announce }: ScanNews): (post: Post) => boolean {
  return (post) => post.announce.enabled && now - post.time <= announce.maxAge;
}

function oldestFirst(a: Post, b: Post): number {
  return a.time - b.time || (a.id < b.id ? -1 : 1);
}

// ── Known posts ──────────────────────────────────────────────────────────────────────────────────────────────────────

function changedPosts(visible: readonly Post[], before: ReadonlyMap<string, KnownPost>): KnownPost[] {
  return visible.map(knownPost).filter((post) => JSON.stringify(post) !== JSON.stringify(before.get(post.id)));
}

function knownPost(post: Post): KnownPost {
  const { id, guid, url, path, bodyHash } = post;
  return { id, guid, url, path, bodyHash, cardHash: cardHash(post), gone: false };
}

function gonePosts(visible: readonly Post[], known: readonly KnownPost[]): KnownPost[] {
  const there = new Set(visible.map(({ id }) => id));
  return known.filter((post) => !post.gone && !there.has(post.id)).map((post) => ({ ...post, gone: true }));
}

// ── Edits and removals ───────────────────────────────────────────────────────────────────────────────────────────────

function edits(visible: readonly Post[], before: ReadonlyMap<string, KnownPost>, news: ScanNews): PostRevision[] {
  return visible
    .filter((post) => {
      const known = before.get(post.id);
      return known && (known.gone || known.cardHash !== cardHash(post));
    })
    .map((post) => ({
      subject: post.id,
      message: postMessage(post),
      dueAt: news.now + EDIT_SETTLE,
      keepSent: news.announce.edits === 'ignore',
    }));
}

/** Half a library that is gone at once is a folder that is not there or a config with a slip, not a decision about each post. */
export function isLandslide(gone: number, known: readonly KnownPost[]): boolean {
  return gone > 5 && gone * 2 > known.filter((post) => !post.gone).length;
}

function withdrawals(gone: readonly KnownPost[], { now, announce, known }: ScanNews): PostRevision[] {
  const keepSent = announce.deletes === 'keep' || isLandslide(gone.length, known);
  return gone.map(({ id }) => ({ subject: id, message: null, dueAt: now + EDIT_SETTLE, keepSent }));
}

// ── Deliveries ───────────────────────────────────────────────────────────────────────────────────────────────────────

function planDeliveries(posts: readonly Post[], news: ScanNews): NewDelivery[] {
  if (posts.length === 0) return [];
  return [...configuredDestinations(news), ...subscribedDestinations(news, 'instant')].flatMap((destination) => {
    const wanted = posts.filter(destination.wants);
    const { burst } = news.announce;
    return burst > 0 && wanted.length > burst
      ? roundup(wanted, destination, news.home)
      : wanted.map((post) => delivery(post, destination));
  });
}

function delivery(post: Post, { name }: Destination): NewDelivery {
  return {
    id: deliveryId('post', post.id, name),
    kind: 'post',
    subject: post.id,
    channel: name,
    message: postMessage(post),
  };
}

/** One message for all, and a record for each post that it had its announcement there. */
function roundup(posts: readonly Post[], destination: Destination, home?: string): NewDelivery[] {
  const ids = posts.map(({ id }) => id).sort();
  // Of the channel too: round-ups of the same posts differ in their language, and edits change each by itself.
  const subject = createHash('sha256')
    .update([destination.name, ...ids].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const id = deliveryId('roundup', subject, destination.name);
  const fault = roundupRecord(id, posts.length - 1);
  return [
    {
      id,
      kind: 'roundup',
      subject,
      channel: destination.name,
      message: roundupMessage(posts.toReversed(), destination.language, home),
    },
    ...posts.map((post): NewDelivery => ({ ...delivery(post, destination), state: 'skipped', fault })),
  ];
}
