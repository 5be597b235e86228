import type { Draft, EditionRecord } from '../../src/engine/engine.js';
import { makeDelivery } from './make-delivery.js';

/** A draft as a store sees it: what it was made from is nothing to it. */
export function makeDraft(id: string, change: Partial<Draft> = {}): Draft {
  const [job = ''] = id.split('/');
  const edition: EditionRecord = {
    ...{ id, job, from: '2022-01-28T10:00:00+08:00', to: '2022-02-04T10:00:00+08:00' },
    ...{ title: id, markdown: '# 周报', posts: [], readings: [], createdAt: '2022-02-04T10:00:00+08:00' },
  };
  return {
    ...{ id, job, version: 1, state: 'waiting', createdAt: '2022-02-04T10:00:00+08:00' },
    ...{ deadline: 1_644_026_400_000, onTimeout: 'skip' },
    edition,
    deliveries: [makeDelivery(`of-${id}`, { kind: 'edition', subject: id })],
    source: { changes: { drop: [] } },
    ...change,
  };
}
