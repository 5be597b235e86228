import { readFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { ArticleIndexer } from './article-indexer.js';
import { type CachedFile, ContentCache, isCacheBusy, isCacheFault } from './content-cache.js';
import { createFirstCommits, type FirstCommits } from './git/first-commits.js';
import { type Listing, listFiles, type SourceFile } from './list-files.js';
import type { ArticleBody, Post, Problem } from './post.js';
import { PostShelf } from './post-shelf.js';
import type { FileRead, FileToRead } from './read-files.js';
import { readInBatches } from './read-in-batches.js';
import { optionsKey, READER_VERSION, type ReadOptions, type ReadResult, readPost } from './read-post.js';
import { findInIndex, NO_HITS, type SearchHits, type SearchIndex } from './search-index.js';

/** Quiet after a scan before articles are indexed, in ms: who saved a post waits for its feeds, not for the search. */
const QUIET = 200;
/** Files written to the cache at a time. */
const COMMIT = 512;

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
   * @param places paths below the folder that may have changed (as a watcher says); absent: all of it. The first scan
   *   always looks at all.
   * @throws when the folder cannot be read (missing, unmounted): that is never "all posts deleted".
   */
  scan(places?: readonly string[]): Promise<ScanResult>;
  /** The body of a post of a scan. Drawn once per content and cached. */
  article(post: Post): ArticleBody;
  readonly search: SearchIndex;
  /** From now on new articles are brought into the search index in idle time, instead of when somebody searches. */
  indexAhead(): void;
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
  private shelf = new PostShelf();
  /** Files with something to mend. */
  private readonly faulty = new Map<string, CachedFile>();
  /** What was wrong with paths themselves, as of the last look at them. */
  private pathProblems: Problem[] = [];
  private readonly key: string;
  private readonly accepts: (path: string) => boolean;
  private running: Promise<unknown> = Promise.resolve();
  private readonly firstCommits: FirstCommits;
  /** Asked at most once a scan. */
  private committed: ReturnType<FirstCommits['current']> | undefined;
  private readonly indexer: ArticleIndexer;
  /** Articles that a file had before this scan. */
  private readonly dropped = new Set<string>();
  /** The cache failed; the next scan makes it anew. */
  private broken = false;
  private closed = false;
  /** Somebody will search soon. */
  private ahead = false;
  /** No indexing in idle time until then (performance.now()). */
  private quietUntil = 0;

  constructor(private readonly options: ContentOptions) {
    this.cache = new ContentCache(options.cacheFile);
    this.indexer = new ArticleIndexer({
      cache: () => (this.closed || this.broken ? undefined : this.cache),
      attempt: (slice) => this.tolerant(slice, false),
    });
    this.search = {
      find: (query) => this.find(query),
      salient: (hashes) => this.tolerant(() => this.cache.salient(hashes), new Map()),
    };
    this.key = `${READER_VERSION} ${optionsKey(options)}`;
    this.firstCommits = createFirstCommits(options.path);
    this.accepts = picomatch([...options.include], { ignore: [...options.exclude] });
  }

  scan(places?: readonly string[]): Promise<ScanResult> {
    const scan = this.running
      .then(() => this.scanOnce(places))
      .finally(() => {
        this.quietUntil = performance.now() + QUIET;
      });
    this.running = scan.catch(() => undefined);
    return scan;
  }

  article(post: Post): ArticleBody {
    const html = this.tolerant(() => this.cache.articleHtml(post.contentHash), undefined);
    return html === undefined ? this.redraw(post) : { html };
  }

  indexAhead(): void {
    this.ahead = true;
    this.index();
  }

  private index(): void {
    void this.indexer.inIdleTime(() => performance.now() >= this.quietUntil);
  }

  private async find(query: string): Promise<SearchHits> {
    await this.indexer.finish();
    if (this.closed) throw new Error('the content was closed before it was searched');
    return this.tolerant(() => findInIndex(query, this.cache), NO_HITS);
  }

  close(): void {
    this.closed = true;
    this.cache.close();
  }

  private async scanOnce(places: readonly string[] | undefined): Promise<ScanResult> {
    this.committed = undefined;
    this.quietUntil = Number.POSITIVE_INFINITY;
    try {
      if (!this.broken) return await this.update(this.known ? places : undefined);
    } catch (error) {
      if (!isCacheFault(error)) throw error;
    }
    // The cache's disk is full, or its file broke under us. Nothing in it is needed: start over, in memory.
    this.cache.discard();
    this.cache = new ContentCache(undefined);
    this.known = undefined;
    this.shelf = new PostShelf();
    this.faulty.clear();
    this.indexer.clear();
    this.broken = false;
    return await this.update(undefined);
  }

  private async update(places: readonly string[] | undefined): Promise<ScanResult> {
    const listing = await listFiles(this.options.path, this.accepts, places);
    const first = this.known === undefined;
    const known = this.known ?? this.cache.files(this.key);
    this.pathProblems = [...this.pathProblems.filter(({ file }) => !isWithin(file, places)), ...listing.problems];
    const changed = await this.changedFiles(listing, known);
    const gone = this.goneFiles(listing, known, places);

    if (first) this.takeUp(known);
    const filesRead = await this.readAll(changed, known);
    for (const path of gone) this.forget(path, known);
    if (gone.length > 0 || changed.length > 0 || first) {
      const now = Date.now();
      this.cache.transaction(() => {
        for (const path of gone) this.cache.dropFile(path);
        for (const hash of this.dropped) this.cache.dropArticle(hash, now);
        this.cache.tidy(now, first);
      });
    }
    this.dropped.clear();
    this.known = known;
    if (this.ahead) this.index();
    return { posts: [...this.shelf.posts()], problems: this.problems(), filesRead };
  }

  private async changedFiles(listing: Listing, known: Map<string, CachedFile>): Promise<SourceFile[]> {
    const changed: SourceFile[] = [];
    for (const file of listing.files) {
      const before = known.get(file.path);
      if (before?.stamp !== file.stamp || !(await this.dateStands(file, before))) changed.push(file);
    }
    return changed;
  }

  /** Known files that were looked for and are not there. Where nobody could look, nothing is gone. */
  private goneFiles(listing: Listing, known: Map<string, CachedFile>, places: readonly string[] | undefined): string[] {
    const there = new Set(listing.files.map(({ path }) => path));
    // A place that is a file was looked for by itself; only of a folder one must ask which files were in it.
    const isFile = (place: string) => there.has(place) || known.has(place);
    const candidates = places?.every(isFile) ? places.filter((place) => known.has(place)) : known.keys();
    const gone: string[] = [];
    for (const path of candidates) {
      if (there.has(path) || !isWithin(path, places)) continue;
      if (!listing.unreadable.some((unreadable) => path.startsWith(unreadable))) gone.push(path);
    }
    return gone;
  }

  private forget(path: string, known: Map<string, CachedFile>): void {
    this.drop(known.get(path));
    known.delete(path);
    this.faulty.delete(path);
    this.shelf.put(path, undefined);
  }

  private drop(file: CachedFile | undefined): void {
    if (file?.post) this.dropped.add(file.post.contentHash);
  }

  /** What an earlier process left in the cache. */
  private takeUp(known: Map<string, CachedFile>): void {
    const unindexed = new Set(this.cache.unindexed());
    this.faulty.clear();
    for (const [path, file] of known) {
      const { post } = file;
      if (file.problems.length > 0) this.faulty.set(path, file);
      this.shelf.put(path, post);
      if (post && unindexed.has(post.contentHash)) this.indexer.add(post);
    }
  }

  /** @returns how many files were opened */
  private async readAll(changed: readonly SourceFile[], known: Map<string, CachedFile>): Promise<number> {
    const root = await realpath(this.options.path);
    const committed: FileToRead[] = [];
    let filesRead = 0;
    let waiting: FileRead[] = [];
    const take = (reads: readonly FileRead[], least = COMMIT) => {
      waiting.push(...reads);
      if (waiting.length < least) return;
      this.cache.transaction(() => {
        for (const read of waiting) this.settle(read, known);
      });
      waiting = [];
    };
    for await (const reads of readInBatches(root, changed, this.options)) {
      for (const read of reads) {
        if ('opened' in read && read.opened) filesRead++;
        const commit = await this.commitInstead(read);
        if (commit === undefined) take([read]);
        else committed.push({ ...read.file, committed: commit });
      }
    }
    for await (const reads of readInBatches(root, committed, this.options)) take(reads);
    take([], 1);
    return filesRead;
  }

  /** When a file without a date was first committed. Few posts have no date, so git is only asked when one turns up. */
  private async commitInstead(read: FileRead): Promise<number | undefined> {
    return 'result' in read && read.result.dateFallback ? await this.firstCommit(read.file.path) : undefined;
  }

  private settle(read: FileRead, known: Map<string, CachedFile>): void {
    const { path } = read.file;
    if ('gone' in read) this.forget(path, known);
    // It is there, but cannot be read for now: its last good state stays.
    else if ('fault' in read) this.pathProblems.push(read.fault);
    else {
      this.drop(known.get(path));
      const cached = this.store(read.file, read.result);
      known.set(path, cached);
      if (cached.problems.length > 0) this.faulty.set(path, cached);
      else this.faulty.delete(path);
      this.shelf.put(path, cached.post);
    }
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

  private store(file: SourceFile, { post, article, salient = [], problems, dateFallback }: ReadResult): CachedFile {
    const cached: CachedFile = { path: file.path, stamp: file.stamp, post, problems, dateFallback };
    this.cache.putFile(cached, this.key);
    if (!post || !article) return cached;
    if (this.cache.hasArticle(post.contentHash)) this.cache.keepArticle(post.contentHash);
    else {
      this.cache.putArticle(post.contentHash, article, salient);
      this.indexer.add(post);
    }
    return cached;
  }

  private problems(): Problem[] {
    const problems = [...this.pathProblems, ...this.shelf.duplicates()];
    for (const file of this.faulty.values()) problems.push(...file.problems);
    return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  }

  /** A fault of the cache outside a scan costs an answer, not the process; the next scan makes the cache anew. */
  private tolerant<Result>(work: () => Result, otherwise: Result): Result {
    try {
      return work();
    } catch (error) {
      if (!isCacheFault(error)) throw error;
      this.broken = !isCacheBusy(error);
      return otherwise;
    }
  }

  /** The cache lost the article (another process tidied up, or its file broke): the file still has it. */
  private redraw(post: Post): ArticleBody {
    const bytes = readFileSync(join(this.options.path, post.path));
    const { article } = readPost(post.path, bytes, this.options, { time: post.time, from: 'file' });
    if (!article) throw new Error(`${post.path} is no post any more; scan again`);
    return article;
  }
}

function isWithin(path: string, places: readonly string[] | undefined): boolean {
  if (places === undefined) return true;
  return places.some(
    (place) => place === '' || path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`),
  );
}
