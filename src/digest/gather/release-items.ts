import { decodePath } from '../decode-path.js';
import { shortenMarkdown } from '../shorten-markdown.js';
import { htmlToMarkdown } from './html-to-markdown.js';
import type { FeedItem, ParsedFeed } from './parse-feed.js';

/** Characters of a release's notes; the link leads to the rest. */
const NOTES_LENGTH = 600;

/** One version of a project, as its release feed tells it. */
export interface ReleaseItem {
  project: string;
  version: string;
  url: string;
  /** ms since the epoch. */
  time: number;
  /** Markdown, shortened. */
  notes: string;
}

/**
 * The releases of a feed: `releases.atom` of GitHub and Gitee, `/-/releases.atom` and `/-/tags?format=atom` of GitLab,
 * or any feed whose titles name versions.
 * @param name what to call the project; default its name in the address
 */
export function releaseItems(feed: ParsedFeed, address: string, name?: string): ReleaseItem[] {
  const project = name ?? projectOf(address) ?? feed.title;
  return feed.items.map((item) => ({
    project,
    version: versionOf(item),
    url: item.url,
    time: item.time,
    notes: shortenMarkdown(notesOf(item), NOTES_LENGTH),
  }));
}

/** `mosn` of `https://github.com/mosn/mosn/releases.atom` and of `https://gitlab.com/group/mosn/-/releases.atom`. */
function projectOf(address: string): string | undefined {
  const parts = new URL(address).pathname.split('/').filter(Boolean);
  const end = parts.findIndex((part) => part === '-' || /^(releases|tags)(\.atom)?$/.test(part));
  const name = end > 0 ? parts[end - 1] : undefined;
  return name && decodePath(name);
}

function versionOf({ url, title }: FeedItem): string {
  const tag = /\/(?:releases\/tag|-\/releases|-\/tags|tags|releases)\/([^/?#]+)/.exec(url)?.[1];
  if (tag) return decodePath(tag);
  return /\bv?\d+(?:\.\d+)+[\w.+-]*/i.exec(title)?.[0] ?? title;
}

/** GitHub writes "No content." where there are no notes. */
function notesOf({ html, url }: FeedItem): string {
  const notes = htmlToMarkdown(html, url);
  return /^no content\.?$/i.test(notes) ? '' : notes;
}
