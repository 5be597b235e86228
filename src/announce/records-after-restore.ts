import type { Post } from '../content/post.js';
import type { NewDelivery } from '../engine/engine.js';
import { postMessage } from '../message/post-message.js';
import { deliveryId } from './delivery.js';
import { configuredDestinations, type Reach, subscribedDestinations } from './destinations.js';
import { NEWS_FOR } from './matches.js';

export interface RestoredLibrary {
  /** Posts the restored ledger does not know, and that would be announced if they were new. */
  fresh: readonly Post[];
  /** All posts that readers may see. */
  visible: readonly Post[];
  /** When the backup was made, and now (ms since the epoch). */
  restoredFrom: number;
  now: number;
  reach: Reach;
}

/**
 * What was announced since a backup was made, the ledger restored from it does not know. Whatever may have been gets a
 * record in every place it may have gone to, so that it never goes there by itself again. Where a record exists it stays.
 */
export function recordsAfterRestore({ fresh, visible, restoredFrom, now, reach }: RestoredLibrary): NewDelivery[] {
  const atOnce = [...configuredDestinations(reach), ...subscribedDestinations(reach, 'instant')];
  // Gathered news goes out long after a post became known: what the backup knows may have been gathered since.
  const recent = visible.filter(({ time }) => time > now - NEWS_FOR);
  const gathered = subscribedDestinations(reach, 'gathered');
  const records = [
    ...atOnce.flatMap(({ name, wants }) => fresh.filter(wants).map((post) => record(post, name, restoredFrom))),
    ...gathered.flatMap(({ name, wants }) => recent.filter(wants).map((post) => record(post, name, restoredFrom))),
  ];
  return [...new Map(records.map((each) => [each.id, each])).values()];
}

function record(post: Post, channel: string, restoredFrom: number): NewDelivery {
  const madeAt = new Date(restoredFrom).toISOString();
  return {
    id: deliveryId('post', post.id, channel),
    kind: 'post',
    subject: post.id,
    channel,
    message: postMessage(post),
    state: 'skipped',
    fault: {
      message: `it may have been announced since the backup of ${madeAt}, from which the ledger was restored`,
      hint: 'look in the channel; `postrider announce POST --again` sends it',
    },
  };
}
