import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { type CachedFile, ContentCache } from './content-cache.js';
import { createFirstCommits, type FirstCommits } from './git/first-commits.js';
import { toProblem } from './lint-rules.js';
import { isGone, type Listing, listFiles, type SourceFile, unreadable } from './list-files.js';
import type { Article, Post, Problem } from './post.js';
import {
  type DateFallback,
  optionsKey,
  READER_VERSION,
  type ReadOptions,
  type ReadResult,
  readPost,
} from './read-post.js';
import { salientWords } from './salient-words.js';
import { createSearchIndex, type SearchIndex } from './search-index.js';
import { indexWords } from './search-words.js';

/** Larger files are not opened: the largest post ever written is far below. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** A file may be written twice within one tick of the file system's clock (ms); such a young stamp is not trusted. */
const CLOCK_TICK = 20;
/** Files read between two breaths of the event loop. */
const BATCH = 16;

export interface ContentOptions extends ReadOptions {
  /** The content folder, absolute. */
  path: string;
  /** Globs over paths relative to the folder. */
  include: readonly string[];
  exclude: readonly string[];
  /** `{slug} {path} {section} {lang} {year} {month} {day}`; default `/{path}/`. */
  permalink?: string;
  /** The community's site; permalinks resolve against it. */
  siteUrl: string;
  /** BCP 47 tag of posts that do not say. */
  language: string;
  /** IANA zone of dates that name none. */
  timezone: string;
  /** SQLite file that keeps what was read over restarts; undefined: in memory. */
  cacheFile?: string;
}

export interface ScanResult {
  /** Every readable post, drafts and future ones included; permalinks are unique; newest first. */
  posts: Post[];
  /** Everything an author should mend, by file and line. */
  problems: Problem[];
  /** How many files were opened; 0 when nothing changed since the last scan. */
  filesRead: number;
}

export interface ContentReader {
  /**
   * Looks at the folder and reads what changed. Scans never overlap: a call during one waits and scans again.
   * @throws when the folder cannot be read (missing, unmounted): that is never "all posts deleted".
   */
  scan(): Promise<ScanResult>;
  /** The body of a post of a scan. Drawn once per content and cached. */
  article(post: Post): Article;
  readonly search: SearchIndex;
  close(): void;
}

/** Opens a content folder for reading. Nothing is read before the first scan. */
export function createContentReader(options: ContentOptions): ContentReader {
  return new FolderReader(options);
}

class FolderReader implements ContentReader {
  readonly search: SearchIndex;
  private cache: ContentCache;
  /** What is known of each file; undefined until the cache was asked. */
  private known: Map<string, CachedFile> | undefined;
  private readonly key: string;
  private readonly accepts: (path: string) => boolean;
  private running: Promise<unknown> = Promise.resolve();
  private readonly firstCommits: FirstCommits;
  /** Asked at most once a scan. */
  private committed: ReturnType<FirstCommits['current']> | undefined;

  constructor(private readonly options: ContentOptions) {
    this.cache = new ContentCache(options.cacheFile);
    this.search = createSearchIndex(() => this.cache);
    this.key = `${READER_VERSION} ${optionsKey(options)}`;
    this.firstCommits = createFirstCommits(options.path);
    this.accepts = picomatch([...options.include], { ignore: [...options.exclude] });
  }

  scan(): Promise<ScanResult> {
    const scan = this.running.then(() => this.scanOnce());
    this.running = scan.catch(() => undefined);
    return scan;
  }

  article(post: Post): Article {
    const article = this.cache.article(post.contentHash);
    if (!article) throw new Error(`the body of ${post.path} is not in the cache any more; scan again`);
    return article;
  }

  close(): void {
    this.cache.close();
  }

  private async scanOnce(): Promise<ScanResult> {
    this.committed = undefined;
    const listing = await listFiles(this.options.path, this.accepts);
    try {
      return await this.update(listing);
    } catch (error) {
      if (!isCacheFault(error)) throw error;
      // The cache's disk is full or its file broke under us. Nothing in it is needed: start over, in memory if need be.
      this.cache.discard();
      this.cache = new ContentCache(undefined);
      this.known = undefined;
      return await this.update(listing);
    }
  }

  private async update(listing: Listing): Promise<ScanResult> {
    const known = this.known ?? new Map(this.cache.files(this.key).map((file) => [file.path, file]));
    const root = await realpath(this.options.path);
    const problems = [...listing.problems];
    const current = new Map<string, CachedFile>();
    const changed: SourceFile[] = [];
    for (const file of listing.files) {
      const before = known.get(file.path);
      if (before?.stamp === file.stamp && (await this.dateStands(file, before))) current.set(file.path, before);
      else changed.push(file);
    }
    for (const file of known.values()) {
      if (!current.has(file.path) && listing.unreadable.some((folder) => file.path.startsWith(folder)))
        current.set(file.path, file);
    }

    let filesRead = 0;
    for (let at = 0; at < changed.length; at += BATCH) {
      const batch = await Promise.all(
        changed.slice(at, at + BATCH).map((file) => this.open(root, file, known, problems)),
      );
      this.cache.transaction(() => {
        for (const opened of batch) {
          if (!opened) continue;
          if ('kept' in opened) {
            current.set(opened.kept.path, opened.kept);
            continue;
          }
          if (opened.read) filesRead++;
          current.set(opened.file.path, this.store(opened.file, opened.result));
        }
      });
    }
    this.forget(known, current);
    this.known = current;
    return this.compose(current, problems, filesRead);
  }

  /** Reads one file. A file that is there but cannot be read keeps its last good state; one that vanished is nothing. */
  private async open(
    root: string,
    file: SourceFile,
    known: Map<string, CachedFile>,
    problems: Problem[],
  ): Promise<{ file: SourceFile; result: ReadResult; read: boolean } | { kept: CachedFile } | undefined> {
    if (file.size > LARGEST_FILE) return { file, result: tooLarge(file), read: false };
    try {
      const bytes = await readFile(join(root, file.path));
      const young = Math.abs(Date.now() - file.mtimeMs) < CLOCK_TICK;
      const result = await this.read(file, bytes);
      return { file: young ? { ...file, stamp: 'young' } : file, result, read: true };
    } catch (error) {
      if (isGone(error)) return undefined;
      if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
      problems.push(unreadable(file.path, error));
      const before = known.get(file.path);
      return before && { kept: before };
    }
  }

  /** Few posts have no date, so git is only asked when one turns up. */
  private async read(file: SourceFile, bytes: Uint8Array): Promise<ReadResult> {
    const byFile: DateFallback = { time: file.mtimeMs, from: 'file' };
    const result = readPost(file.path, bytes, this.options, byFile);
    if (!result.dateFallback) return result;
    const committed = await this.firstCommit(file.path);
    return committed === undefined
      ? result
      : readPost(file.path, bytes, this.options, { time: committed, from: 'git' });
  }

  /** A file without a date may have been committed since, or its history rewritten, without being touched. */
  private async dateStands(file: SourceFile, before: CachedFile): Promise<boolean> {
    if (!before.dateFallback) return true;
    const committed = await this.firstCommit(file.path);
    return before.dateFallback.time === (committed ?? file.mtimeMs);
  }

  private async firstCommit(path: string): Promise<number | undefined> {
    this.committed ??= this.firstCommits.current();
    return (await this.committed).get(path);
  }

  private store(file: SourceFile, { post, article, problems, dateFallback }: ReadResult): CachedFile {
    const cached: CachedFile = { path: file.path, stamp: file.stamp, post, problems, dateFallback };
    this.cache.putFile(cached, this.key);
    if (post && article && !this.cache.hasArticle(post.contentHash)) {
      const words = {
        title: indexWords(post.title),
        terms: indexWords(
          [...post.tags, ...post.categories, ...post.authors.map((author) => author.name), ...post.keywords].join('\n'),
        ),
        body: indexWords(`${post.description}\n${article.text}`),
      };
      this.cache.putArticle(post.contentHash, article, words, salientWords(post.title, article.text));
    }
    return cached;
  }

  private forget(known: Map<string, CachedFile>, current: Map<string, CachedFile>): void {
    const gone = [...known.keys()].filter((path) => !current.has(path));
    this.cache.transaction(() => {
      for (const path of gone) this.cache.dropFile(path);
      this.cache.tidy(Date.now());
    });
  }

  private compose(current: Map<string, CachedFile>, problems: Problem[], filesRead: number): ScanResult {
    const posts: Post[] = [];
    for (const file of current.values()) {
      if (file.post) posts.push(file.post);
      problems.push(...file.problems);
    }
    const unique = uniquePermalinks(posts, problems);
    unique.sort((a, b) => b.time - a.time || (a.path < b.path ? -1 : 1));
    problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
    return { posts: unique, problems, filesRead };
  }
}

/** Of posts with one address the first by path is used, a published one before a draft. */
function uniquePermalinks(posts: Post[], problems: Problem[]): Post[] {
  const first = new Map<string, Post>();
  const inOrder = [...posts].sort((a, b) => Number(a.draft) - Number(b.draft) || (a.path < b.path ? -1 : 1));
  for (const post of inOrder) {
    const other = first.get(post.url);
    if (!other) first.set(post.url, post);
    else {
      problems.push(
        toProblem(post.path, {
          line: 1,
          rule: 'duplicate-permalink',
          message: `${post.url} is already the address of ${other.path}; this file is not used`,
          hint: 'give it a slug or url of its own',
        }),
      );
    }
  }
  return [...first.values()];
}

function tooLarge(file: SourceFile): ReadResult {
  const problem = toProblem(file.path, {
    line: 1,
    rule: 'file-too-large',
    message: `the file has ${Math.round(file.size / 1024 / 1024)} MB; at most ${LARGEST_FILE / 1024 / 1024} MB are read`,
    hint: 'move pictures and data out of the text',
  });
  return { problems: [problem] };
}

/** SQLite's errors carry its number. */
function isCacheFault(error: unknown): boolean {
  return typeof (error as { errcode?: unknown }).errcode === 'number';
}
