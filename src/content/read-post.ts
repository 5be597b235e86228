import { createHash } from 'node:crypto';
import type { Token, Tokens } from 'marked';
import { countWords } from './count-words.js';
import { decodeSource } from './decode-source.js';
import { type FrontMatter, readFrontMatter } from './front-matter.js';
import { type Addressed, type Generator, generatorAddress } from './generator-address.js';
import { type Finding, toProblem } from './lint-rules.js';
import { resolveImage } from './markdown/resolve-href.js';
import { collapse, textOfTokens } from './plain-text.js';
import type { Article, Post, Problem } from './post.js';
import {
  absoluteUrl,
  DEFAULT_PERMALINK,
  encodePath,
  fillPermalink,
  type PathParts,
  readPath,
  withSlash,
} from './post-address.js';
import { readBody } from './read-body.js';
import { type Moment, momentIn, readDate } from './read-date.js';
import { type Fields, readFields } from './read-fields.js';
import { salientWords } from './salient-words.js';
import type { Spelling } from './spell-name.js';
import { type TimeGuard, TooSlow, withinTime } from './within-time.js';

/** Raised whenever a change here alters what a file becomes, so that older cached results are made anew. */
export const READER_VERSION = 1;

/** Milliseconds for one file's front matter; usual ones take one. */
const FRONT_MATTER_LIMIT = 250;

export interface ReadOptions {
  permalink?: string;
  /** The site's generator, whose rules for addresses hold; undefined: those of {@link DEFAULT_PERMALINK} and the contract. */
  generator?: Generator;
  /** How the generator spells names in addresses, when not as it does by default. */
  spelling?: Spelling;
  siteUrl: string;
  language: string;
  timezone: string;
}

/** Where a missing date comes from. */
export interface DateFallback {
  /** Milliseconds since the epoch. */
  time: number;
  from: 'git' | 'file';
}

export interface ReadResult {
  /** Absent when the file cannot be used; an error among the problems says why. */
  post?: Post;
  article?: Article;
  /** What the article is about (see {@link salientWords}); present with it. */
  salient?: string[];
  problems: Problem[];
  /** The date was not in the file but this. */
  dateFallback?: DateFallback;
}

/**
 * One file as a post: the whole way from bytes to {@link Post} and {@link Article}. Never throws, whatever the bytes.
 * @param path relative to the content folder, with `/`
 * @param fallback when the file has no date
 * @param guard who watches the time
 */
export function readPost(
  path: string,
  bytes: Uint8Array,
  options: ReadOptions,
  fallback: DateFallback,
  guard: TimeGuard = withinTime,
): ReadResult {
  const findings: Finding[] = [];
  const result = read(path, bytes, options, fallback, findings, guard);
  const problems = findings.map((finding) => toProblem(path, finding)).sort((a, b) => a.line - b.line);
  return { ...result, problems };
}

function read(
  path: string,
  bytes: Uint8Array,
  options: ReadOptions,
  fallback: DateFallback,
  findings: Finding[],
  guard: TimeGuard,
): Omit<ReadResult, 'problems'> {
  const source = decodeSource(bytes, options.language);
  if (!source) {
    findings.push({
      line: 1,
      rule: 'not-text',
      message: 'the file is binary',
      hint: 'save it as text in UTF-8, or exclude it',
    });
    return {};
  }
  findings.push(...source.findings);
  if (source.text.trim() === '') {
    findings.push({
      line: 1,
      rule: 'file-empty',
      message: 'the file is empty',
      hint: 'write the post, or delete the file',
    });
    return {};
  }

  const front = readFront(source.text, findings, guard);
  if (!front) return {};
  const fields = readFields(front, options.timezone, findings);
  const parts = readPath(path);
  const date = settleDate(fields, parts, options, fallback, front, findings);
  const url =
    addressByGenerator({ path, parts, fields, front, date: date.moment }, options) ??
    settleUrl(fields, parts, date.moment, options, front, findings);
  const body = readBody(front, path, url, options, findings, guard);

  const title = fields.title || titleFrom(body.tokens, parts.slug, findings);
  const cover = settleCover(fields, url, front, findings) ?? body.firstImage;
  const lang = settleLanguage(fields.lang || parts.lang, options.language);
  const description = fields.description;
  const post: Post = {
    id: sha256(url).slice(0, 16),
    guid: url,
    url,
    path,
    slug: fields.slug || parts.slug,
    section: parts.section,
    lang,
    title,
    date: date.moment.iso,
    time: date.moment.time,
    updated: (fields.updated ?? date.moment).iso,
    authors: fields.authors,
    description,
    excerpt: body.excerpt,
    categories: fields.categories,
    tags: fields.tags,
    keywords: fields.keywords,
    ...(cover !== undefined && { cover }),
    aliases: settleAliases(fields, url, front, findings),
    draft: fields.draft || parts.draft,
    ...(fields.expires !== undefined && { expires: fields.expires }),
    announce: fields.announce,
    ...countWords(body.prose),
    recommends: body.recommends,
    contentHash: hashOf(path, bytes, options, date.fallback),
    bodyHash: bodyHash(front.body),
  };
  return {
    post,
    article: { html: body.html, text: body.text },
    salient: salientWords(title, `${description}\n${body.text}`),
    dateFallback: date.fallback,
  };
}

/** @returns undefined when it cannot be used, which the findings explain */
function readFront(text: string, findings: Finding[], guard: TimeGuard): FrontMatter | undefined {
  try {
    const front = guard(FRONT_MATTER_LIMIT, () => readFrontMatter(text));
    findings.push(...front.findings);
    return front.broken ? undefined : front;
  } catch (error) {
    if (!(error instanceof TooSlow || error instanceof RangeError)) throw error;
    const message = `the front matter cannot be read (${error instanceof TooSlow ? error.message : 'nested too deep'})`;
    findings.push({ line: 1, rule: 'front-matter-syntax', message, hint: 'keep to one field a line' });
    return undefined;
  }
}

function hashOf(path: string, bytes: Uint8Array, options: ReadOptions, fallback: DateFallback | undefined): string {
  const shape = JSON.stringify([READER_VERSION, path, optionsKey(options), fallback?.time ?? null]);
  return createHash('sha256').update(shape).update(bytes).digest('hex');
}

/** Everything of the options that shapes a post. */
export function optionsKey({ permalink, generator, spelling, siteUrl, language, timezone }: ReadOptions): string {
  return JSON.stringify([permalink ?? null, siteUrl, language, timezone, generator ?? null, spelling ?? null]);
}

function bodyHash(body: string): string {
  const trimmed = body.trim();
  return trimmed === '' ? '' : sha256(trimmed);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The front matter's date, the file name's (Jekyll), or the fallback's. */
function settleDate(
  fields: Fields,
  parts: PathParts,
  options: ReadOptions,
  fallback: DateFallback,
  front: FrontMatter,
  findings: Finding[],
): { moment: Moment; fallback?: DateFallback } {
  if (fields.date) return { moment: fields.date };
  const named = parts.date === '' ? undefined : readDate(parts.date, options.timezone);
  if (named && 'moment' in named) return { moment: named.moment };
  const moment = momentIn(Math.floor(fallback.time / 1000) * 1000, options.timezone);
  const origin = fallback.from === 'git' ? "the file's first commit" : "the file's own time";
  findings.push({
    line: front.lineOf('date'),
    rule: 'date-missing',
    message: `there is no date; ${origin} is used (${moment.iso})`,
    hint: `add date: ${moment.iso}`,
  });
  return { moment, fallback };
}

function addressByGenerator(post: Addressed, options: ReadOptions): string | undefined {
  const { generator, permalink = DEFAULT_PERMALINK } = options;
  return generator && generatorAddress(post, { ...options, generator, permalink });
}

function settleUrl(
  fields: Fields,
  parts: PathParts,
  date: Moment,
  options: ReadOptions,
  front: FrontMatter,
  findings: Finding[],
): string {
  const site = withSlash(options.siteUrl);
  if (fields.permalink !== '') {
    const own = absoluteUrl(permalinkPath(fields.permalink), site);
    if (own) return own;
    findings.push(badUrl(front.lineOf('url'), 'url', fields.permalink));
  }
  // A slug with a slash at its start is an address of its own (Docusaurus).
  if (fields.slug.startsWith('/')) return new URL(encodePath(fields.slug), site).href;
  const slug = fields.slug || parts.slug;
  const path = fields.slug === '' ? parts.path : [...parts.path.split('/').slice(0, -1), slug].join('/');
  const lang = parts.lang || settleLanguage(fields.lang, options.language);
  const filled = fillPermalink(options.permalink ?? DEFAULT_PERMALINK, { ...parts, slug, path, lang, date: date.iso });
  return absoluteUrl(filled.replace(/^(?!\/|https?:)/i, '/'), site) ?? site;
}

/** A host's `url` may be written encoded or not; a path without a slash begins at the site's root. */
function permalinkPath(permalink: string): string {
  return /^(https?:|\/)/i.test(permalink) ? permalink : `/${permalink}`;
}

function badUrl(line: number, key: string, value: string): Finding {
  return {
    line,
    rule: 'url-invalid',
    message: `${key}: "${collapse(value).slice(0, 80)}" is neither a path nor an http(s) address`,
    hint: 'write it as /blog/my-post/ or https://…',
  };
}

function settleCover(fields: Fields, url: string, front: FrontMatter, findings: Finding[]): string | undefined {
  if (fields.cover === '') return undefined;
  // Pasted from an editor, an address may come as a Markdown link.
  const linked = /^!?\[.*\]\((\S+)\)$/.exec(fields.cover)?.[1];
  const cover = /[\s[\]<>]/.test(linked ?? fields.cover) ? undefined : resolveImage(linked ?? fields.cover, url);
  if (!cover || linked !== undefined) findings.push(badUrl(front.lineOf('cover'), 'cover', fields.cover));
  return cover;
}

/** Hugo resolves a relative alias against the folder the page is in. */
function settleAliases(fields: Fields, url: string, front: FrontMatter, findings: Finding[]): string[] {
  const folder = new URL(url.endsWith('/') ? '..' : '.', url).href;
  const aliases: string[] = [];
  for (const alias of fields.aliases) {
    const absolute = absoluteUrl(alias, folder);
    if (!absolute) findings.push(badUrl(front.lineOf('aliases'), 'aliases', alias));
    else if (absolute !== url && !aliases.includes(absolute)) aliases.push(absolute);
  }
  return aliases;
}

/** A BCP 47 tag; a bare `zh` is the site's own kind of Chinese. */
function settleLanguage(written: string, site: string): string {
  const tag = written.replace(/_/g, '-');
  if (tag === '' || site.toLowerCase().split('-')[0] === tag.toLowerCase()) return site;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? site;
  } catch {
    return site; // not a language tag, so it says nothing
  }
}

function titleFrom(tokens: readonly Token[], slug: string, findings: Finding[]): string {
  const headings = tokens
    .filter((token) => token.type === 'heading')
    .map((token) => collapse(textOfTokens((token as Tokens.Heading).tokens)));
  const heading = headings.find((text) => text !== '');
  const title = heading ?? (collapse(slug.replace(/[-_]+/g, ' ')) || 'Untitled');
  findings.push({
    line: 1,
    rule: 'title-missing',
    message: `there is no title; ${heading === undefined ? 'the file name' : 'the first heading'} is used ("${title.slice(0, 60)}")`,
    hint: 'add title: … to the front matter',
  });
  return title;
}
