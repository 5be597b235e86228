import type { DeliveryEvent, DeliveryState } from '../../announce/delivery.js';
import { noDeliveries, spansOf } from '../delivery-counts.js';
import type { Draft, EditionRecord, KnownPost, Ledger, PostRevision } from '../engine.js';
import type { Database, SqlValue } from './database.js';
import type { Deliveries } from './deliveries.js';

const MINUTE = 60_000;
/** From an index alone: rows hold whole messages. */
const COUNT_BY_MINUTE = `SELECT created_at / ${MINUTE} AS minute, state, count(*) AS n
  FROM deliveries INDEXED BY deliveries_by_channel WHERE created_at >= ? AND created_at < ? GROUP BY 1, 2`;

/** The fact that says up to which seq deliveries were trimmed. */
const TRIMMED = 'trimmed';

/** The ledger over its tables. `onChange` is called after every commit that may have given the queue work. */
export function createLedger(database: Database, deliveries: Deliveries, onChange: () => void): Ledger {
  const fact = (name: string): number | undefined =>
    database.get<{ value: number }>('SELECT value FROM facts WHERE name = ?', name)?.value;
  const setFact = (name: string, value: number): boolean =>
    database.run(
      `INSERT INTO facts (name, value) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
      name,
      value,
    ) > 0;
  const records = <Record>(sql: string, ...parameters: SqlValue[]): Record[] =>
    database.all<{ record: string }>(sql, ...parameters).map(({ record }) => JSON.parse(record));
  const revision = (): number => fact('revision') ?? 0;

  /** @returns whether it was new or different. */
  const savePost = (post: KnownPost): boolean =>
    database.run(
      `INSERT INTO posts (id, record) VALUES (?, ?)
         ON CONFLICT (id) DO UPDATE SET record = excluded.record WHERE record <> excluded.record`,
      post.id,
      JSON.stringify(post),
    ) > 0;
  const editionExists = (id: string): boolean => database.get('SELECT 1 FROM editions WHERE id = ?', id) !== undefined;
  const saveEdition = (edition: EditionRecord): void => {
    database.run(
      'INSERT INTO editions (id, job, created_at, record) VALUES (?, ?, ?, ?)',
      ...[edition.id, edition.job, edition.createdAt, JSON.stringify(edition)],
    );
  };
  const draftVersion = (id: string): number =>
    database.get<{ version: number }>('SELECT version FROM drafts WHERE id = ?', id)?.version ?? 0;
  const saveDraft = (draft: Draft): void => {
    database.run(
      `INSERT INTO drafts (id, state, version, record) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version, record = excluded.record`,
      ...[draft.id, draft.state, draft.version, JSON.stringify(draft)],
    );
  };

  /** @returns whether it meant something to any of the post's deliveries. */
  const reviseDeliveries = ({ subject, message, dueAt, keepSent }: PostRevision): boolean => {
    const event: DeliveryEvent = message
      ? { type: 'revise', message, dueAt, keepSent }
      : { type: 'withdraw', dueAt, keepSent };
    return deliveries
      .idsOfPost(subject)
      .map((id) => deliveries.apply(id, event) !== undefined)
      .includes(true);
  };

  return {
    known: async (ids) =>
      // One transaction, so that the posts are those of the revision.
      database.transaction(() => {
        const restoredFrom = fact('restored-from');
        return {
          revision: revision(),
          initialised: fact('initialised') === 1,
          ...(restoredFrom !== undefined && { restoredFrom }),
          posts: ids
            ? ids.flatMap((id) => records<KnownPost>('SELECT record FROM posts WHERE id = ?', id))
            : records<KnownPost>('SELECT record FROM posts ORDER BY rowid'),
        };
      }),
    commit: async ({
      basedOn,
      settlesRestore = false,
      posts,
      editions = [],
      drafts = [],
      deliveries: planned = [],
      revisions = [],
    }) => {
      const result = database.transaction(() => {
        const conflict =
          (basedOn !== undefined && basedOn !== revision()) ||
          editions.some(({ id }) => editionExists(id)) ||
          drafts.some(({ id, version }) => draftVersion(id) !== version - 1);
        if (conflict) return { committed: false, created: [], revised: false };
        const changes = [
          settlesRestore && database.run("DELETE FROM facts WHERE name = 'restored-from'") > 0,
          posts !== undefined && setFact('initialised', 1),
          ...(posts ?? []).map(savePost),
          editions.length > 0,
        ];
        editions.forEach(saveEdition);
        drafts.forEach(saveDraft);
        // Before the new ones come in: a revision is of what was there.
        const revised = revisions.map(reviseDeliveries).includes(true);
        const created = planned.filter(deliveries.insert).map(({ id }) => id);
        if (created.length > 0 || changes.includes(true)) setFact('revision', revision() + 1);
        return { committed: true, created, revised };
      });
      if (result.created.length > 0 || result.revised) onChange();
      return { committed: result.committed, created: result.created };
    },
    dueRevisions: async (now, limit) => deliveries.dueRevisions(now, limit),
    delivery: async (id) => deliveries.get(id),
    deliveries: async (query = {}) => deliveries.list(query),
    countByState: async () => {
      const counts = noDeliveries();
      const rows = database.all<{ state: DeliveryState; n: number }>(
        'SELECT state, count(*) AS n FROM deliveries GROUP BY state',
      );
      for (const { state, n } of rows) counts[state] = n;
      return counts;
    },
    countByTime: async (edges) => {
      const rows = database.all<{ minute: number; state: DeliveryState; n: number }>(
        COUNT_BY_MINUTE,
        edges[0] ?? 0,
        edges.at(-1) ?? 0,
      );
      return spansOf(edges).map(({ from, to }) => {
        const counts = noDeliveries();
        for (const { minute, state, n } of rows) {
          if (minute * MINUTE >= from && minute * MINUTE < to) counts[state] += n;
        }
        return counts;
      });
    },
    transition: async (id, event) => {
      const changed = database.transaction(() => deliveries.apply(id, event));
      if (changed) onChange();
      return changed;
    },
    createdSince: async (channel, since) =>
      database.get<{ n: number }>(
        "SELECT count(*) AS n FROM deliveries WHERE channel = ? AND created_at >= ? AND state <> 'skipped'",
        channel,
        since,
      )?.n ?? 0,
    trim: async (before, limit) =>
      database.transaction(() => {
        const next = database.all<{ id: string; seq: number; created_at: number }>(
          'SELECT id, seq, created_at FROM deliveries WHERE seq > ? ORDER BY seq LIMIT ?',
          ...[fact(TRIMMED) ?? 0, limit],
        );
        const young = next.findIndex(({ created_at }) => created_at >= before);
        const old = young < 0 ? next : next.slice(0, young);
        for (const { id } of old) deliveries.apply(id, { type: 'trim' });
        const last = old.at(-1);
        if (last) setFact(TRIMMED, last.seq);
        return old.length;
      }),
    edition: async (id) => records<EditionRecord>('SELECT record FROM editions WHERE id = ?', id)[0],
    editions: async ({ job, limit = 100 } = {}) =>
      records(
        'SELECT record FROM editions WHERE ?1 IS NULL OR job = ?1 ORDER BY rowid DESC LIMIT ?2',
        job ?? null,
        limit,
      ),
    draft: async (id) => records<Draft>('SELECT record FROM drafts WHERE id = ?', id)[0],
    drafts: async ({ waiting = false, limit = 100 } = {}) =>
      records(
        `SELECT record FROM drafts ${waiting ? "WHERE state = 'waiting'" : ''} ORDER BY rowid DESC LIMIT ?`,
        limit,
      ),
    recordScan: async (at) => {
      database.transaction(() => setFact('last-scan', at));
    },
    lastScan: async () => fact('last-scan'),
  };
}
