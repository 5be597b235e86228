import type { Ledger } from '../engine/engine.js';
import { type Delivery, deliveryId } from './delivery.js';

/**
 * Where a subject stands in a channel.
 * @returns the delivery it has had there, the last one if a person asked for more, and the id that the next one gets
 */
export async function nextDelivery(
  { kind, subject, channel }: Pick<Delivery, 'kind' | 'subject' | 'channel'>,
  ledger: Pick<Ledger, 'delivery'>,
): Promise<{ last?: Delivery; id: string }> {
  let last: Delivery | undefined;
  for (let again = 0; ; again++) {
    const id = deliveryId(kind, subject, channel, again);
    const found = await ledger.delivery(id);
    if (!found) return { last, id };
    last = found;
  }
}
