import { DELIVERY_STATES, type Delivery, type DeliveryState } from '../../announce/delivery.js';
import type { Ledger } from '../../engine/engine.js';

/** Deliveries on one page. */
export const PAGE = 50;
/** Read at once while looking for words. */
const STEP = 200;
/** Looked through for one page; then the person says whether to go on. */
const MOST = 2_000;

export interface DeliveryFilter {
  /** Empty: all. */
  states: DeliveryState[];
  /** ''; all. */
  channel: string;
  /** Any of the title, address, id, channel or fault holds it. */
  text: string;
  /** The last of the page before. */
  before?: string;
}

/** A filter as it stands in an address; what makes no sense is left out. */
export function readFilter(query: (name: string) => string[]): DeliveryFilter {
  const [channel = ''] = query('channel');
  const [text = ''] = query('q');
  const [before] = query('before');
  const states = query('state').filter((state) => DELIVERY_STATES.includes(state as DeliveryState)) as DeliveryState[];
  return { states, channel, text: text.trim().slice(0, 200), ...(before && { before }) };
}

/** The filter as a query: `?state=failed&channel=community`. */
export function filterQuery({ states, channel, text, before }: DeliveryFilter): string {
  const query = new URLSearchParams();
  for (const state of states) query.append('state', state);
  if (channel !== '') query.set('channel', channel);
  if (text !== '') query.set('q', text);
  if (before !== undefined) query.set('before', before);
  return query.size === 0 ? '' : `?${query}`;
}

/**
 * One page of deliveries, newest first.
 * @returns `next`: where to go on, when there may be more; `looking`: there was not enough up to there
 */
export async function findDeliveries(
  filter: DeliveryFilter,
  ledger: Pick<Ledger, 'deliveries'>,
): Promise<{ deliveries: Delivery[]; next?: string; looking: boolean }> {
  const wanted = filter.text.toLowerCase();
  const found: Delivery[] = [];
  const step = wanted === '' ? PAGE + 1 : STEP;
  let before = filter.before;
  for (let read = 0; read < MOST; read += step) {
    const some = await ledger.deliveries({
      ...(filter.states.length > 0 && { states: filter.states }),
      ...(filter.channel !== '' && { channel: filter.channel }),
      before,
      limit: step,
    });
    found.push(...some.filter((delivery) => wanted === '' || textOf(delivery).includes(wanted)));
    if (found.length > PAGE) return { deliveries: found.slice(0, PAGE), next: found[PAGE - 1]?.id, looking: false };
    if (some.length < step) return { deliveries: found, looking: false };
    before = some.at(-1)?.id;
  }
  return { deliveries: found, next: before, looking: true };
}

function textOf({ id, channel, message, fault, subject }: Delivery): string {
  return [id, subject, channel, message.title, message.url, fault?.message].join('\n').toLowerCase();
}
