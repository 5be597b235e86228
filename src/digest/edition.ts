import type { Post } from '../content/post.js';
import type { Language } from '../message/message.js';

/** Why an article is among the readings. */
export type ReadingSource =
  /** So many recent posts recommend it. */
  | { type: 'recommended'; count: number }
  /** From a friend's feed of that name. */
  | { type: 'friend'; name: string }
  /** An older article of the library that goes well with the new ones, or that authors have kept recommending. */
  | { type: 'evergreen' };

/** An article worth reading (again). Text is plain. */
export interface Reading {
  title: string;
  /** Absolute. */
  url: string;
  source: ReadingSource;
  /** When it is a post of this library. */
  post?: Post;
  excerpt?: string;
  cover?: string;
  /** RFC 3339. */
  date?: string;
}

/** A project's releases in the period, folded into one entry. */
export interface Release {
  project: string;
  /** The newest version. */
  version: string;
  /** All of them, newest first. */
  versions: string[];
  url: string;
  /** RFC 3339, of the newest. */
  date: string;
  /** The newest version's notes in Markdown, shortened. */
  notes: string;
}

/** A thread that a curator marked. Texts are Markdown, safe to put into a document. */
export interface Question {
  /** Channel and timestamp of the thread: `C012/1643932800.000100`. */
  id: string;
  text: string;
  /** Absent when quoted anonymously. */
  asker?: string;
  /** The best answer, if there is one. */
  answer?: string;
  answerer?: string;
  /** Link to the thread. */
  url?: string;
  /** RFC 3339. */
  date: string;
}

/** Posts of one category; '' gathers those without one. */
export interface PostGroup {
  category: string;
  posts: Post[];
}

/** One issue of a digest. */
export interface Edition {
  /** `JOB/PERIOD`, e.g. `weekly-reading/2022-W05`. */
  id: string;
  job: string;
  /** The part of the id after the job: see edition-period.ts. */
  period: string;
  /** The job's title and the period in words: `本周推荐阅读 · 2022 年第 5 周`. */
  title: string;
  language: Language;
  /** BCP 47 tag of the site. */
  lang: string;
  timezone: string;
  /** What it covers: RFC 3339 in the job's zone, from inclusive, to exclusive. */
  from: string;
  to: string;
  /** New posts, newest first, at most as many as the job says. */
  posts: Post[];
  /** The same posts by category when there are many; else empty. */
  groups: PostGroup[];
  /** New posts of the period beyond the job's limit. */
  more: number;
  readings: Reading[];
  releases: Release[];
  questions: Question[];
  /** Nothing in it is of its period: no new post, release, question, nor a friend's new article. See `whenEmpty`. */
  empty: boolean;
  /** The opening words as a reviewer wrote them (Markdown); absent: those of the template. */
  opening?: string;
  /** The whole text. */
  markdown: string;
}
