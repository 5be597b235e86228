import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { Article, Post, Problem } from './post.js';
import type { DateFallback } from './read-post.js';

/** Raised when the tables change; an older cache is thrown away, never migrated. */
const SCHEMA_VERSION = 1;
/** Another process (the CLI beside a running `start`) may be writing. */
const BUSY_TIMEOUT = 5_000;
/** Articles that no file has any more are kept this long (ms): somebody may still hold their posts. */
const KEEP_UNUSED = 60 * 60_000;

/** One file as it was last read. */
export interface CachedFile {
  path: string;
  /** What `stat` said; as long as it says the same, the file is not read again. */
  stamp: string;
  post?: Post;
  problems: Problem[];
  dateFallback?: DateFallback;
}

/** A post's words for the search index, each separated by a space. */
export interface IndexedWords {
  title: string;
  /** Tags, categories, authors, keywords. */
  terms: string;
  body: string;
}

export interface RankedArticle {
  hash: string;
  /** BM25 as SQLite gives it: the smaller (more negative), the better. */
  score: number;
}

// The binding closes a database whose handle is collected while its statements live on, so every open one is held here.
const open = new Set<DatabaseSyncInstance>();

/**
 * What was read and drawn already, in SQLite: files by path and stat, articles by content hash, and the full-text index
 * over them. Only a cache: a file that is broken or of another version is thrown away and made anew.
 */
export class ContentCache {
  private readonly db: DatabaseSyncInstance;
  private readonly statements = new Map<string, StatementSyncInstance>();

  /** @param file undefined: in memory */
  constructor(private readonly file: string | undefined) {
    this.db = openOrRebuild(file);
    open.add(this.db);
  }

  /** Files read under the same options. */
  files(options: string): CachedFile[] {
    const rows = this.all('SELECT path, stamp, post, problems, fallback FROM files WHERE options = ?', options);
    return rows.map((row) => ({
      path: row.path as string,
      stamp: row.stamp as string,
      post: row.post === null ? undefined : (JSON.parse(row.post as string) as Post),
      problems: JSON.parse(row.problems as string) as Problem[],
      dateFallback: row.fallback === null ? undefined : (JSON.parse(row.fallback as string) as DateFallback),
    }));
  }

  putFile(file: CachedFile, options: string): void {
    this.run(
      'INSERT OR REPLACE INTO files (path, stamp, options, hash, post, problems, fallback) VALUES (?, ?, ?, ?, ?, ?, ?)',
      file.path,
      file.stamp,
      options,
      file.post?.contentHash ?? null,
      file.post ? JSON.stringify(file.post) : null,
      JSON.stringify(file.problems),
      file.dateFallback ? JSON.stringify(file.dateFallback) : null,
    );
  }

  dropFile(path: string): void {
    this.run('DELETE FROM files WHERE path = ?', path);
  }

  hasArticle(hash: string): boolean {
    return this.get('SELECT 1 FROM articles WHERE hash = ?', hash) !== undefined;
  }

  article(hash: string): Article | undefined {
    const row = this.get('SELECT html, text FROM articles WHERE hash = ?', hash);
    return row && { html: row.html as string, text: row.text as string };
  }

  /** Salient words of an article, the most telling first. */
  salient(hash: string): string[] {
    const row = this.get('SELECT salient FROM articles WHERE hash = ?', hash);
    return row ? (row.salient as string).split(' ').filter((word) => word !== '') : [];
  }

  putArticle(hash: string, article: Article, words: IndexedWords, salient: readonly string[]): void {
    const { lastInsertRowid } = this.run(
      'INSERT INTO articles (hash, html, text, salient, dropped) VALUES (?, ?, ?, ?, NULL)',
      hash,
      article.html,
      article.text,
      salient.join(' '),
    );
    this.run(
      'INSERT INTO words (rowid, title, terms, body) VALUES (?, ?, ?, ?)',
      lastInsertRowid,
      words.title,
      words.terms,
      words.body,
    );
  }

  /** @param expression in FTS5's query language */
  search(expression: string): RankedArticle[] {
    const rows = this.all(
      `SELECT articles.hash AS hash, bm25(words, 10, 5, 1) AS score
       FROM words JOIN articles ON articles.id = words.rowid WHERE words MATCH ?`,
      expression,
    );
    return rows.map((row) => ({ hash: row.hash as string, score: row.score as number }));
  }

  /** Words of the index within a range, e.g. from `sea` to `seb`, and in how many articles each is. */
  vocabulary(from: string, to: string): { word: string; articles: number }[] {
    const rows = this.all('SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?', from, to);
    return rows.map((row) => ({ word: row.term as string, articles: row.doc as number }));
  }

  /** Forgets articles that no file has had for an hour. */
  tidy(now: number): void {
    this.run(
      'UPDATE articles SET dropped = ? WHERE dropped IS NULL AND hash NOT IN (SELECT hash FROM files WHERE hash IS NOT NULL)',
      now,
    );
    this.run('UPDATE articles SET dropped = NULL WHERE dropped IS NOT NULL AND hash IN (SELECT hash FROM files)');
    this.run('DELETE FROM words WHERE rowid IN (SELECT id FROM articles WHERE dropped < ?)', now - KEEP_UNUSED);
    this.run('DELETE FROM articles WHERE dropped < ?', now - KEEP_UNUSED);
  }

  /** All of `change` or nothing of it. */
  transaction(change: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.statements.clear();
    open.delete(this.db);
    if (this.db.isOpen) this.db.close();
  }

  /** Closes the database and removes its file. */
  discard(): void {
    this.close();
    if (this.file !== undefined) removeDatabase(this.file);
  }

  private prepare(sql: string): StatementSyncInstance {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  private run(sql: string, ...values: unknown[]): { lastInsertRowid: number | bigint } {
    return this.prepare(sql).run(...values);
  }

  private get(sql: string, ...values: unknown[]): Record<string, unknown> | undefined {
    return this.prepare(sql).get(...values) as Record<string, unknown> | undefined;
  }

  private all(sql: string, ...values: unknown[]): Record<string, unknown>[] {
    return this.prepare(sql).all(...values) as Record<string, unknown>[];
  }
}

function openOrRebuild(file: string | undefined): DatabaseSyncInstance {
  if (file === undefined) return openDatabase(':memory:');
  mkdirSync(dirname(file), { recursive: true });
  try {
    return openDatabase(file);
  } catch {
    // Whatever is wrong with it (another version, half a file, no database at all): everything in it can be made again.
    removeDatabase(file);
    return openDatabase(file);
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { recursive: true, force: true });
}

function openDatabase(location: string): DatabaseSyncInstance {
  const db = new DatabaseSync(location, { timeout: BUSY_TIMEOUT });
  try {
    // A lost cache costs a scan, so the disk need not be waited for.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version === 0) createTables(db);
    else if (version !== SCHEMA_VERSION) throw new Error(`cache of version ${version}`);
    const check = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (check.quick_check !== 'ok') throw new Error(check.quick_check);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function createTables(db: DatabaseSyncInstance): void {
  db.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS files (
      path TEXT PRIMARY KEY, stamp TEXT NOT NULL, options TEXT NOT NULL, hash TEXT,
      post TEXT, problems TEXT NOT NULL, fallback TEXT
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS files_hash ON files (hash);
    CREATE TABLE IF NOT EXISTS articles (
      id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, html TEXT NOT NULL, text TEXT NOT NULL,
      salient TEXT NOT NULL, dropped INTEGER
    );
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
      title, terms, body, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
    );
    CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row);
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;
  `);
}
