import { posix } from 'node:path';
import type { WrittenPost } from '../content/find-references.js';
import { toProblem } from '../content/lint-rules.js';
import type { Post, Problem } from '../content/post.js';
import { DEFAULT_PERMALINK } from '../content/post-address.js';
import type { AddressBook } from './address-book.js';
import type { LintSources } from './lint-library.js';

/** Links and pictures of a post that lead nowhere: files that are not beside it, posts that are not in the library. */
export function deadReferences(
  post: Post,
  written: WrittenPost,
  addresses: AddressBook,
  sources: LintSources,
): Problem[] {
  const problems: Problem[] = [];
  const cover = written.field('cover', 'image', 'thumbnail', 'banner');
  if (isBeside(cover) && !/[[\]<>]/.test(cover) && !isThere(cover, post, sources)) {
    problems.push(
      toProblem(post.path, {
        line: written.lineOf('cover'),
        rule: 'cover-dead',
        message: `the cover ${cover} is not there`,
        hint: 'put the picture beside the post, or correct the path',
      }),
    );
  }
  const seen = new Set<string>();
  for (const { href, image, line } of written.references) {
    const dead = image ? isBeside(href) && !isThere(href, post, sources) : isDeadLink(href, post, addresses, sources);
    if (!dead || seen.has(href)) continue;
    seen.add(href);
    const message = `the ${image ? 'picture' : 'link'} ${href} leads nowhere`;
    problems.push(toProblem(post.path, { line, rule: 'dead-link', message, hint: 'correct it, or delete it' }));
  }
  return problems;
}

function isDeadLink(href: string, post: Post, addresses: AddressBook, sources: LintSources): boolean {
  if (!isBeside(href) && !/^(?:https?:\/\/|\/)/i.test(href)) return false;
  const isSource = /\.(?:md|mdx|markdown)(?:[?#]|$)/i.test(href);
  if (isSource && isBeside(href)) return !isThere(href, post, sources);
  if (!URL.canParse(href, post.url)) return false;
  const target = new URL(href, post.url);
  if (target.host !== new URL(sources.siteUrl).host || addresses.byUrl(target.href)) return false;
  const isFile = isBeside(href) && /\.\w+$/.test(target.pathname);
  return isFile ? !isThere(href, post, sources) : looksLikePost(target, sources);
}

/** A path that begins neither at the site's root nor anywhere else in the world. */
function isBeside(href: string): boolean {
  return href !== '' && !/^(?:[a-z][\w+.-]*:|\/|#|\?)/i.test(href);
}

/** Beside `a/index.md` are the files of its folder; beside `a.md` those of its own folder, or of a folder `a`. */
function isThere(href: string, post: Post, { exists }: LintSources): boolean {
  const path = href.replace(/[?#].*$/, '');
  const folders = [posix.dirname(post.path), post.path.replace(/\.\w+$/, '')];
  return [path, decode(path)].some((name) => folders.some((folder) => exists(posix.join(folder, name))));
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // percent signs that encode nothing
  }
}

/** Whether an address of the site has the shape of a post's. */
function looksLikePost({ pathname }: URL, { siteUrl, permalink = DEFAULT_PERMALINK }: LintSources): boolean {
  const base = new URL(siteUrl).pathname.replace(/\/$/, '');
  const pattern = `/${permalink.replace(/^https?:\/\/[^/]+/, '').replace(/^\/|\/$/g, '')}`;
  // A pattern of names only would fit every page of the site.
  if (!/[^/{}]/.test(pattern.replace(/\{\w+\}/g, ''))) return false;
  const source = pattern
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{path\}/g, '.+')
    .replace(/\{(?:year|month|day)\}/g, '\\d+')
    .replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${base}${source}/?$`).test(pathname);
}
