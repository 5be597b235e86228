import type { KnownPost, Ledger, PostRevision } from '../engine/engine.js';
import type { Message, MessageItem } from '../message/message.js';
import { words } from '../message/words.js';
import { roundupOf } from './roundup-record.js';

/**
 * Posts that were announced in a round-up change there: the revisions of posts, and for each round-up that has some of
 * them, one revision of its own.
 * @param known the posts as the ledger knew them, by id: in a round-up a post is found by the link it had
 */
export async function withRoundups(
  revisions: readonly PostRevision[],
  known: ReadonlyMap<string, KnownPost>,
  ledger: Ledger,
): Promise<PostRevision[]> {
  const roundups = new Map<string, PostRevision>();
  for (const revision of revisions) {
    const url = known.get(revision.subject)?.url;
    // What is kept as it was is kept in round-ups as well.
    if (url === undefined || revision.keepSent) continue;
    for (const record of await ledger.deliveries({ subject: revision.subject, states: ['skipped'], limit: MANY })) {
      const id = roundupOf(record);
      const roundup = id === undefined ? undefined : await ledger.delivery(id);
      if (id === undefined || !roundup) continue;
      const current = roundups.get(id)?.message ?? roundup.revision?.message ?? roundup.message;
      const { subject } = roundup;
      roundups.set(id, { ...revision, subject, message: reviseRoundup(current, url, revision.message) });
    }
  }
  return [...revisions, ...roundups.values()];
}

/** Channels one post was announced in. */
const MANY = 10_000;

/**
 * A round-up after one of its posts changed.
 * @param url the link the post had in it
 * @param post how the post is announced now; null: it is gone
 */
export function reviseRoundup(roundup: Message, url: string, post: Message | null): Message {
  const before = roundup.sections.flatMap(({ items }) => items);
  const items = before.flatMap((item) => (item.url === url ? (post ? [itemOf(post)] : []) : [item]));
  return {
    ...roundup,
    title: titleFor(roundup, before.length, items.length),
    sections: [{ items }],
    total: items.length,
  };
}

function itemOf({ title, url, cover, text, date }: Message): MessageItem {
  return {
    title,
    ...(url !== undefined && { url }),
    ...(cover !== undefined && { cover }),
    ...(text !== undefined && { excerpt: text }),
    ...(date !== undefined && { date }),
  };
}

/** The title names the number of posts, in the language the round-up was made in. */
function titleFor({ title }: Message, before: number, after: number): string {
  const language = (['zh', 'en'] as const).find((each) => words(each).roundupTitle(before) === title);
  return language ? words(language).roundupTitle(after) : title;
}
