import { type Delivery, type DeliveryEvent, transition } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import type { DeliveryQuery, NewDelivery } from '../engine.js';
import type { Database, SqlValue } from './database.js';
import { type DeliveryRow, jsonOrNull, toDelivery } from './delivery-row.js';
import type { Lanes } from './lanes.js';

/** The deliveries and their lanes, always changed together. `insert` and `apply` belong inside a transaction. */
export interface Deliveries {
  get(id: string): Delivery | undefined;
  list(query: DeliveryQuery): Delivery[];
  /** Sent ones with a revision due at `now`. */
  dueRevisions(now: number, limit: number): Delivery[];
  /** The deliveries of a post or round-up, oldest first. */
  idsOfPost(subject: string): string[];
  /** @returns false when the id exists. */
  insert(delivery: NewDelivery): boolean;
  /**
   * Applies one event of the state machine and stores the result. `owner` is the worker that claims, so that others can
   * notice its death. @returns undefined when there is no such delivery or the event means nothing to it.
   */
  apply(id: string, event: DeliveryEvent, owner?: string): Delivery | undefined;
  /** The same for one that was read in this transaction; the caller refreshes its lane. */
  change(before: Delivery, event: DeliveryEvent, owner?: string): Delivery | undefined;
}

const DEFAULT_LIMIT = 100;

export function createDeliveries(database: Database, lanes: Lanes, world: Pick<World, 'now' | 'random'>): Deliveries {
  const get = (id: string): Delivery | undefined => {
    const row = database.get<DeliveryRow>('SELECT * FROM deliveries WHERE id = ?', id);
    return row && toDelivery(row);
  };

  /** Apart from the rest, which changes with every attempt. */
  const saveMessage = ({ id, state, message, revision }: Delivery): void => {
    database.run(
      'UPDATE deliveries SET message = ?, revision = ?, revision_due_at = ? WHERE id = ?',
      ...[JSON.stringify(message), jsonOrNull(revision), state === 'sent' ? (revision?.dueAt ?? null) : null, id],
    );
  };

  const change = (before: Delivery, event: DeliveryEvent, owner?: string): Delivery | undefined => {
    const after = transition(before, event, world.now(), world.random());
    if (!after) return undefined;
    database.run(
      `UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, lease_until = ?,
         claim = ?, owner = CASE WHEN claim IS ? THEN owner ELSE ? END,
         doubt_since = ?, on_doubt = ?, held_for = ?, fault = ?, receipt = ?, updated_at = ? WHERE id = ?`,
      ...[after.state, after.attempts, after.dueAt, after.leaseUntil ?? null],
      // A revision may come while a worker is at it, and takes the claim away from nobody.
      ...[after.claim ?? null, after.claim ?? null, owner ?? null],
      ...[after.doubtSince ?? null, after.onDoubt ?? null, after.heldFor ?? null],
      ...[jsonOrNull(after.fault), jsonOrNull(after.receipt), after.updatedAt, after.id],
    );
    if (after.message !== before.message || after.revision || before.revision) saveMessage(after);
    return after;
  };

  return {
    get,
    dueRevisions: (now, limit) =>
      database
        .all<DeliveryRow>(
          'SELECT * FROM deliveries WHERE revision_due_at <= ? ORDER BY revision_due_at LIMIT ?',
          ...[now, limit],
        )
        .map(toDelivery),
    idsOfPost: (subject) =>
      database
        .all<{ id: string }>("SELECT id FROM deliveries WHERE subject = ? AND kind <> 'edition' ORDER BY seq", subject)
        .map(({ id }) => id),
    list: ({ states, channel, subject, before, limit = DEFAULT_LIMIT }) => {
      const conditions: string[] = [];
      const values: SqlValue[] = [];
      const where = (condition: string, ...parameters: SqlValue[]): void => {
        conditions.push(condition);
        values.push(...parameters);
      };
      if (states) where(`state IN (${states.map(() => '?').join(', ')})`, ...states);
      if (channel !== undefined) where('channel = ?', channel);
      if (subject !== undefined) where('subject = ?', subject);
      if (before !== undefined) where('seq < (SELECT seq FROM deliveries WHERE id = ?)', before);
      const filter = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
      return database
        .all<DeliveryRow>(`SELECT * FROM deliveries ${filter} ORDER BY seq DESC LIMIT ?`, ...values, limit)
        .map(toDelivery);
    },
    insert: ({ id, kind, subject, channel, message, state = 'pending', heldFor, fault }) => {
      const now = world.now();
      const inserted = database.run(
        `INSERT INTO deliveries
           (id, kind, subject, channel, state, attempts, due_at, held_for, created_at, updated_at, fault, message)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?6, ?6, ?8, ?9) ON CONFLICT (id) DO NOTHING`,
        ...[id, kind, subject, channel, state],
        ...[now, heldFor ?? null, jsonOrNull(fault), JSON.stringify(message)],
      );
      if (inserted > 0) lanes.refresh(channel);
      return inserted > 0;
    },
    change,
    apply: (id, event, owner) => {
      const before = get(id);
      const after = before && change(before, event, owner);
      if (after) lanes.refresh(after.channel);
      return after;
    },
  };
}
