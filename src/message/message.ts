import type { Author } from '../content/post.js';

/** Wording of everything we say around an author's text. */
export type Language = 'zh' | 'en';

/** One line of a list: an article in a round-up, digest or answer. */
export interface MessageItem {
  title: string;
  url?: string;
  cover?: string;
  /** Plain text. */
  excerpt?: string;
  /** RFC 3339. */
  date?: string;
  /** Why it is here, e.g. "3 篇文章推荐" (already in the message's language). */
  reason?: string;
  /** What a reviewer may do about this one line. */
  review?: ReviewAction;
}

export interface MessageSection {
  /** Already in the message's language; absent for an unnamed list. */
  heading?: string;
  items: MessageItem[];
}

/** Something the reader can press. A `command` is a bot command (`tag MOSN`, `latest 5 after:5`); a medium without buttons leaves it out or names it. */
export type MessageAction =
  | { type: 'link'; label: string; url: string }
  | { type: 'command'; label: string; command: string };

export const REVIEW_STEPS = ['approve', 'skip', 'intro', 'drop', 'restore'] as const;

/** A button for a reviewer of a draft (see digest/draft-decision.ts); only Slack draws it, where the bot hears it. */
export interface ReviewAction {
  step: (typeof REVIEW_STEPS)[number];
  label: string;
  /** The draft's id. */
  draft: string;
  /** The version that is shown; for `drop` and `restore` the number of the link. */
  detail: number;
  /** Asked before it is done. */
  confirm?: { text: string; yes: string; no: string };
}

/**
 * What we have to say, before any medium draws it. Announcements, round-ups, digests and bot answers all have this
 * shape; only a channel knows what its platform makes of it. All text is plain text (never Markdown, mrkdwn or HTML)
 * except `body`.
 */
export interface Message {
  kind: 'post' | 'roundup' | 'edition' | 'reply';
  title: string;
  /** Where the title leads. */
  url?: string;
  cover?: string;
  /** One paragraph below the title. */
  text?: string;
  /** A line of the author's own for this announcement. */
  note?: string;
  authors: Author[];
  categories: string[];
  tags: string[];
  /** RFC 3339 with the post's own offset. */
  date?: string;
  readingMinutes?: number;
  /** BCP 47 of the content; the wording around it follows the channel's `language`. */
  lang: string;
  sections: MessageSection[];
  actions: MessageAction[];
  /** For a draft that waits: what its reviewers may do. */
  reviews?: ReviewAction[];
  /** An edition's whole text as its Liquid template gave it, in Markdown; for media that show documents (file, page, feed, e-mail). */
  body?: string;
  /** A post's whole text as sanitised HTML, every address absolute; only for channels that show articles (`ChannelType.article`). */
  article?: string;
  /** A document that the `file` channel writes as it is: an edition as a complete article. `path` is relative, with `/`. */
  file?: { path: string; text: string };
  /** For a reply: how many there are in all, when `sections` shows a part. */
  total?: number;
}

/** A message with nothing in it yet but a title; callers spread it and add what they have. */
export function emptyMessage(kind: Message['kind'], title: string, lang: string): Message {
  return { kind, title, authors: [], categories: [], tags: [], lang, sections: [], actions: [] };
}

/** What is kept of a message for ever: enough to know it by. */
export function titleOnly({ kind, title, lang, url }: Message): Message {
  return { ...emptyMessage(kind, title, lang), ...(url !== undefined && { url }) };
}
