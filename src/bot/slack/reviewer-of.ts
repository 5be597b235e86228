import type { Reviewer } from '../../digest/draft-decision.js';

/** Whoever pressed or submitted, as Slack names them in the payload. */
export function reviewerOf({ id, name, username }: { id: string; name?: string; username?: string }): Reviewer {
  return { via: 'slack', user: id, name: name ?? username ?? id };
}
