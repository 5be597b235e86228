import type { Delivery } from '../../announce/delivery.js';
import type { Commit, NewDelivery } from '../engine.js';
import { messageRecord, recordOf } from './deliveries.js';

/** A commit as its script takes it; see COMMIT. */
export function toPlan(commit: Commit, now: number) {
  const { basedOn, settlesRestore = false, posts } = commit;
  const { editions = [], drafts = [], deliveries = [], revisions = [] } = commit;
  const messages = new Map<string, string>();
  const hashes = new Map<NewDelivery['message'], string>();
  const hashOf = (message: NewDelivery['message']): string => {
    const known = hashes.get(message);
    if (known) return known;
    const [hash, json] = messageRecord(message);
    messages.set(hash, json);
    hashes.set(message, hash);
    return hash;
  };
  return {
    ...(basedOn !== undefined && { basedOn }),
    settlesRestore,
    ...(posts && { posts: posts.map((post) => [post.id, JSON.stringify(post)]) }),
    editions: editions.map((edition) => [edition.id, edition.job, JSON.stringify(edition)]),
    drafts: drafts.map((draft) => [draft.id, draft.version, draft.state, JSON.stringify(draft)]),
    deliveries: deliveries.map((planned) => {
      const created = newDelivery(planned, now);
      const { id, channel, subject, state, dueAt } = created;
      return [id, channel, subject, state, dueAt, hashOf(planned.message), recordOf(created)];
    }),
    messages: [...messages],
    revisions: revisions.map((revision) => JSON.stringify(revision)),
  };
}

function newDelivery(
  { id, kind, subject, channel, message, state, heldFor, fault }: NewDelivery,
  now: number,
): Delivery {
  return {
    ...{ id, kind, subject, channel, message },
    ...{ state: state ?? 'pending', attempts: 0, dueAt: now },
    ...(heldFor && { heldFor }),
    ...(fault && { fault }),
    createdAt: now,
    updatedAt: now,
  };
}
