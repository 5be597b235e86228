/** A person who wrote a post. */
export interface Author {
  name: string;
  /** The author's own page (`authorlink`). */
  url?: string;
}

/** A title and where it leads; `url` is absolute, or absent for a line that names an article without linking it. */
export interface Link {
  title: string;
  url?: string;
}

/**
 * One article, as read from its file. Small on purpose: a library of 50,000 posts stays in memory; the body is an
 * {@link Article}, fetched by `contentHash` when something shows it.
 */
export interface Post {
  /** Stable identity (16 hex digits). It starts as a hash of the first URL and survives edits and renames (see announce/identify.ts). */
  id: string;
  /** The URL the post had when it was first known; feeds use it as the guid, which never changes. */
  guid: string;
  /** Absolute URL of the article on the community's site. */
  url: string;
  /** Source file relative to the content folder, with `/`. */
  path: string;
  slug: string;
  /** First folder below the content folder's language part (`blog` of `zh/blog/a/index.md`), or ''. */
  section: string;
  /** BCP 47 tag, e.g. `zh-CN`. */
  lang: string;
  title: string;
  /** RFC 3339 with the post's own offset, e.g. `2022-02-03T15:00:00+08:00`. */
  date: string;
  /** `date` in milliseconds since the epoch. */
  time: number;
  /** RFC 3339 of the last change the author declared (`lastmod`/`updated`), else `date`. */
  updated: string;
  authors: Author[];
  /** Front matter's description (plain text), or ''. */
  description: string;
  /** The first real paragraph (plain text, at most 300 characters), or ''. */
  excerpt: string;
  categories: string[];
  tags: string[];
  keywords: string[];
  /** Absolute URL of the cover; falls back to the first image. */
  cover?: string;
  /** Absolute URLs the article also had. */
  aliases: string[];
  draft: boolean;
  /** Milliseconds since the epoch after which the post is nowhere. */
  expires?: number;
  announce: {
    enabled: boolean;
    /** A line of the author's for the announcement. */
    note?: string;
    /** Only these channels, by name; empty: all that match. */
    channels: string[];
  };
  /** Chinese characters + other words. */
  words: number;
  /** Whole minutes, at least 1. */
  readingMinutes: number;
  /** What the post lists under 推荐阅读 / Recommended reading, as written. */
  recommends: Link[];
  /** SHA-256 (hex) over the file and everything else that shaped the result; the key of the Article. */
  contentHash: string;
  /** SHA-256 (hex) of the body alone, whitespace at its ends ignored; '' when the body is empty. A move keeps it. */
  bodyHash: string;
}

/** The body of a post, ready to show. */
export interface ArticleBody {
  /** Sanitised HTML; every link and image absolute; no scripts, forms, styles or illegal characters. */
  html: string;
}

/** The body of a post, ready to show and to search. */
export interface Article extends ArticleBody {
  /** Plain text for search. */
  text: string;
}

/**
 * Something an author should mend. An error means that the file is not used; a warning, that it was read with a guess.
 */
export interface Problem {
  /** Source file relative to the content folder, with `/`. */
  file: string;
  /** 1-based line in the file. */
  line: number;
  /** Short kebab-case name of the rule, e.g. `front-matter-syntax`. */
  rule: string;
  severity: 'error' | 'warning';
  /** What is wrong, in one line. */
  message: string;
  /** How to mend it, in one line. */
  hint: string;
}

/** What readers may see at `now`: no drafts, nothing expired, nothing whose time has not come. */
export function isVisible(post: Post, now: number): boolean {
  return !post.draft && post.time <= now && (post.expires === undefined || post.expires > now);
}

/** The best one-paragraph description: the author's, unless it only repeats the title; else the excerpt. */
export function summaryOf(post: Pick<Post, 'title' | 'description' | 'excerpt'>): string {
  const bare = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/[\s\p{P}\p{S}]/gu, '')
      .toLowerCase();
  const repeatsTitle = bare(post.description) === bare(post.title);
  return post.description !== '' && !repeatsTitle ? post.description : post.excerpt;
}
