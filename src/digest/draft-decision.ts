import type { Draft } from '../engine/engine.js';
import { type DraftSource, draftLinks } from './draft.js';
import { urlKey } from './link-key.js';

/** What a person may do to a draft that waits. */
export type DraftDecision =
  /** Send it; `version` is that of the draft they looked at: what was changed meanwhile is not sent unseen. */
  | { type: 'approve'; version: number }
  | { type: 'skip' }
  /** Markdown for the opening words; '' for none. */
  | { type: 'intro'; text: string }
  /** Leave a link out, or put it back; `link` is its place in draftLinks. */
  | { type: 'drop' | 'restore'; link: number };

/** Who decides. The console is behind the admin token; in Slack only a job's approvers count. */
export type Reviewer = { via: 'slack'; user: string; name: string } | { via: 'console' };

/** Who decided, as {@link Draft.decided} keeps it: `@name`, or one of these. */
export const DECIDED_BY = {
  console: 'console',
  /** Nobody did in time. */
  deadline: 'deadline',
  /** `postrider digest JOB` sent the edition. */
  command: 'command',
  /** The job's next edition took its place. */
  newer: 'newer-edition',
} as const;

/** What became of a decision. `draft` is the draft as it is now. */
export type DraftAnswer =
  | { type: 'done'; draft: Draft }
  /** In Slack, and not among the approvers. */
  | { type: 'not-allowed'; draft: Draft }
  /** It was decided before; `draft.decided` says by whom and when. */
  | { type: 'decided'; draft: Draft }
  /** It is no longer what they looked at. */
  | { type: 'changed'; draft: Draft }
  /** There is no such draft, or no such link in it. */
  | { type: 'unknown' };

/**
 * Where reviewers' decisions about drafts go, from wherever they are made. Each method may be called in any process at
 * any time: of two decisions that cross, one is heard, and the other is told.
 */
export interface DraftDesk {
  /** By id, which is that of the edition it is to be. */
  draft(id: string): Promise<Draft | undefined>;
  /** Those that wait for a decision, newest first. */
  waiting(): Promise<Draft[]>;
  mayDecide(draft: Draft, reviewer: Reviewer): Promise<boolean>;
  decide(id: string, decision: DraftDecision, reviewer: Reviewer): Promise<DraftAnswer>;
}

export function nameOf(reviewer: Reviewer): string {
  return reviewer.via === 'slack' ? `@${reviewer.name}` : DECIDED_BY.console;
}

/** The draft, decided. @param at ms since the epoch */
export function closed(draft: Draft, state: 'sent' | 'skipped', by: string, at: number): Draft {
  return {
    ...draft,
    version: draft.version + 1,
    state,
    // It goes out now, not when it was composed.
    ...(state === 'sent' && { edition: { ...draft.edition, createdAt: new Date(at).toISOString() } }),
    decided: { by, at },
  };
}

/** What a draft is composed from after a reviewer's change; undefined when it names a link that is not there. */
export function changedSource(
  source: DraftSource,
  decision: Exclude<DraftDecision, { type: 'approve' | 'skip' }>,
): DraftSource | undefined {
  const { changes } = source;
  if (decision.type === 'intro') return { ...source, changes: { ...changes, intro: decision.text } };
  const link = draftLinks(source)[decision.link];
  if (!link) return undefined;
  const others = (changes.drop ?? []).filter((url) => urlKey(url) !== urlKey(link.url));
  return { ...source, changes: { ...changes, drop: decision.type === 'drop' ? [...others, link.url] : others } };
}

/**
 * What a draft comes to that nobody decided in time. What should have gone out long ago (nothing ran) is news no more.
 * @param now ms since the epoch
 */
export function atDeadline({ onTimeout, deadline }: Draft, catchUp: number, now: number): 'sent' | 'skipped' {
  return onTimeout === 'send' && now - deadline <= catchUp ? 'sent' : 'skipped';
}
