import pc from 'picocolors';
import type { Delivery } from '../announce/delivery.js';

/** A delivery as JSON output shows it. */
export function deliveryJson({ id, channel, state, attempts, receipt, fault }: Delivery) {
  return { id, channel, state, attempts, receipt, fault };
}

/** A delivery for people: where, how it stands, and what to do about it. */
export function deliveryLines(deliveries: readonly Delivery[]): string[] {
  return deliveries.map(({ id, channel, state, fault }) => {
    const colour = state === 'sent' ? pc.green : state === 'failed' || state === 'held' ? pc.red : pc.yellow;
    const reason = fault ? `: ${fault.message}${fault.hint ? `; ${fault.hint}` : ''}` : '';
    const waiting =
      state === 'pending' || state === 'sending' ? ' (it stays in the queue; `postrider start` sends it)' : '';
    return `${colour(state)} ${channel} ${pc.dim(id)}${reason}${waiting}`;
  });
}
