import type { Delivery, DeliveryFault } from './delivery.js';

const RECORD = /^announced with \d+ other new posts? in the round-up (\w+)$/;

/** Why the delivery of a post is skipped: it had its announcement in a round-up of that id, with so many others. */
export function roundupRecord(id: string, others: number): DeliveryFault {
  return { message: `announced with ${others} other new ${others === 1 ? 'post' : 'posts'} in the round-up ${id}` };
}

/** The round-up in which the post of a skipped delivery was announced. */
export function roundupOf({ state, fault }: Delivery): string | undefined {
  return state === 'skipped' ? RECORD.exec(fault?.message ?? '')?.[1] : undefined;
}
