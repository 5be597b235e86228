import { DELIVERY_STATES, type DeliveryState } from '../announce/delivery.js';

/** Zero of every state, to count up from. */
export function noDeliveries(): Record<DeliveryState, number> {
  return Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<DeliveryState, number>;
}

/** The spans between edges; see Ledger.countByTime. */
export function spansOf(edges: readonly number[]): { from: number; to: number }[] {
  return edges.slice(1).map((to, index) => ({ from: edges[index] as number, to }));
}
