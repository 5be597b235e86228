import type { Delivery, DeliveryState } from '../../announce/delivery.js';

/** A row of `deliveries`; see schema.ts. */
export interface DeliveryRow {
  id: string;
  kind: Delivery['kind'];
  subject: string;
  channel: string;
  state: DeliveryState;
  attempts: number;
  due_at: number;
  lease_until: number | null;
  claim: string | null;
  owner: string | null;
  doubt_since: number | null;
  on_doubt: Delivery['onDoubt'] | null;
  held_for: Delivery['heldFor'] | null;
  created_at: number;
  updated_at: number;
  fault: string | null;
  receipt: string | null;
  message: string;
  revision: string | null;
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    channel: row.channel,
    message: JSON.parse(row.message),
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    ...(row.lease_until !== null && { leaseUntil: row.lease_until }),
    ...(row.claim !== null && { claim: row.claim }),
    ...(row.doubt_since !== null && { doubtSince: row.doubt_since }),
    ...(row.on_doubt !== null && { onDoubt: row.on_doubt }),
    ...(row.held_for !== null && { heldFor: row.held_for }),
    ...(row.fault !== null && { fault: JSON.parse(row.fault) }),
    ...(row.receipt !== null && { receipt: JSON.parse(row.receipt) }),
    ...(row.revision !== null && { revision: JSON.parse(row.revision) }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** JSON for a column that may be empty. */
export function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
