import type { BackupContents } from '../engine/embedded/inspect-backup.js';

/** `243 posts, 12 editions, …` */
export function contentsLine({ posts, editions, deliveries, subscriptions }: BackupContents): string {
  return `${posts} posts, ${editions} editions, ${deliveries} deliveries, ${subscriptions} subscriptions`;
}

/** A moment (ms since the epoch) to the second, in UTC. */
export function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
