import type { Post } from '../content/post.js';
import type { Commit } from '../engine/engine.js';

/** Which channels are sent whole articles, and where those come from. */
export interface Articles {
  /** Names of channels whose kind wants them (see ChannelType.article). */
  carriers: ReadonlySet<string>;
  /** The post's text as sanitised HTML. */
  articleOf(post: Post): string;
}

/**
 * A plan whose deliveries to such channels carry the article, so that a worker needs no content folder. Revisions carry it as
 * well: which of the deliveries of a post take it, revision.ts knows.
 * @param posts those that the plan may be about
 */
export function withArticles(plan: Commit, posts: readonly Post[], { carriers, articleOf }: Articles): Commit {
  if (carriers.size === 0) return plan;
  const byId = new Map(posts.map((post) => [post.id, post]));
  const article = (subject: string) => {
    const post = byId.get(subject);
    return post && { article: articleOf(post) };
  };
  return {
    ...plan,
    deliveries: plan.deliveries?.map((delivery) =>
      carriers.has(delivery.channel) && delivery.kind === 'post' && delivery.state !== 'skipped'
        ? { ...delivery, message: { ...delivery.message, ...article(delivery.subject) } }
        : delivery,
    ),
    revisions: plan.revisions?.map((revision) =>
      revision.message === null
        ? revision
        : { ...revision, message: { ...revision.message, ...article(revision.subject) } },
    ),
  };
}
