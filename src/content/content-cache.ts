import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { Article, Post, Problem } from './post.js';
import type { DateFallback } from './read-post.js';

/** Raised when the tables change; an older cache is thrown away, never migrated. */
const SCHEMA_VERSION = 7;
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
  /** Those of them that a mistyped word may stand for, each once. */
  spellings: string[];
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
  private readonly hashes = new Map<number, string>();

  /** @param file undefined: in memory */
  constructor(private readonly file: string | undefined) {
    this.db = openOrRebuild(file);
    open.add(this.db);
  }

  /** Files read under the same options. */
  files(options: string): Map<string, CachedFile> {
    const files = new Map<string, CachedFile>();
    const rows = this.prepare('SELECT path, stamp, post, problems, fallback FROM files WHERE options = ?').iterate(
      options,
    );
    for (const row of rows as Iterable<Record<string, string | null>>) {
      const path = row.path as string;
      files.set(path, {
        path,
        stamp: row.stamp as string,
        post: row.post == null ? undefined : (JSON.parse(row.post) as Post),
        problems: row.problems === '[]' ? [] : (JSON.parse(row.problems as string) as Problem[]),
        dateFallback: row.fallback == null ? undefined : (JSON.parse(row.fallback) as DateFallback),
      });
    }
    return files;
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

  /** Nine of ten who ask for an article want no plain text, and decoding it takes as long as decoding the HTML. */
  articleHtml(hash: string): string | undefined {
    return this.get('SELECT html FROM articles WHERE hash = ?', hash)?.html as string | undefined;
  }

  /** Salient words of articles by hash, the most telling first. */
  salient(hashes: readonly string[]): Map<string, string[]> {
    const rows = this.all(
      "SELECT hash, salient FROM articles WHERE salient <> '' AND hash IN (SELECT value FROM json_each(?))",
      JSON.stringify(hashes),
    );
    return new Map(rows.map((row) => [row.hash as string, (row.salient as string).split(' ')]));
  }

  putArticle(hash: string, { html, text }: Article, salient: readonly string[]): void {
    const { lastInsertRowid } = this.run(
      'INSERT INTO articles (hash, html, text, salient) VALUES (?, ?, ?, ?)',
      hash,
      html,
      text,
      salient.join(' '),
    );
    this.hashes.set(Number(lastInsertRowid), hash);
  }

  /** Hashes of articles that the index does not have yet. */
  unindexed(): string[] {
    return this.all('SELECT hash FROM articles WHERE indexed = 0').map((row) => row.hash as string);
  }

  index(hash: string, words: IndexedWords): void {
    const row = this.get('SELECT id FROM articles WHERE hash = ? AND indexed = 0', hash);
    if (!row) return;
    const { title, terms, body, spellings } = words;
    this.run('INSERT INTO words (rowid, title, terms, body) VALUES (?, ?, ?, ?)', row.id, title, terms, body);
    this.run('INSERT OR IGNORE INTO spellings (word) SELECT value FROM json_each(?)', JSON.stringify(spellings));
    this.run('UPDATE articles SET indexed = 1 WHERE id = ?', row.id);
  }

  /**
   * Merges pieces of the index, about so many pages. The first call has a negative number: all pieces into one. See "The
   * 'merge' command", sqlite.org/fts5.html.
   * @returns whether there is more to merge
   */
  mergeIndex(pages: number): boolean {
    const changes = () => this.get('SELECT total_changes() AS changes')?.changes as number;
    const before = changes();
    this.run("INSERT INTO words (words, rank) VALUES ('merge', ?)", pages);
    return changes() - before >= 2;
  }

  /**
   * The articles an expression matches, in FTS5's query language, by their numbers (see `hashOf`), the smallest first. They
   * come as one text: a common word has thousands, and making a row object of each takes longer than finding them.
   */
  matching(expression: string): number[] {
    const row = this.get(
      'SELECT group_concat(id) AS list FROM (SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY rowid)',
      expression,
    );
    return JSON.parse(`[${row?.list ?? ''}]`) as number[];
  }

  /** Whether an expression matches any article. */
  matches(expression: string): boolean {
    return this.get('SELECT 1 FROM words WHERE words MATCH ? LIMIT 1', expression) !== undefined;
  }

  /** BM25 by number of the article, title over terms over body; the smaller (more negative), the more it is about it. */
  scores(expression: string): Map<number, number> {
    const row = this.get(
      `WITH scored AS MATERIALIZED (SELECT rowid AS id, bm25(words, 10, 5, 1) AS score FROM words WHERE words MATCH ?)
       SELECT group_concat(id) AS ids, group_concat(score) AS scores FROM scored`,
      expression,
    );
    const scores = JSON.parse(`[${row?.scores ?? ''}]`) as number[];
    return new Map((JSON.parse(`[${row?.ids ?? ''}]`) as number[]).map((id, i) => [id, scores[i] as number]));
  }

  /** The content hash of an article that was matched. */
  hashOf(id: number): string | undefined {
    const known = this.hashes.get(id);
    if (known !== undefined) return known;
    // Another process that shares the cache may have added some.
    for (const row of this.all('SELECT id, hash FROM articles')) this.hashes.set(row.id as number, row.hash as string);
    return this.hashes.get(id);
  }

  /** Spellings that begin with a letter, of a length. Of some the last article may be gone. */
  spellings(letter: string, shortest: number, longest: number): string[] {
    return this.list(
      `SELECT group_concat(word, ' ') AS list FROM spellings
       WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?`,
      letter,
      String.fromCodePoint((letter.codePointAt(0) as number) + 1),
      shortest,
      longest,
    );
  }

  /** Those of the words that are spellings. */
  spelled(words: readonly string[]): string[] {
    return this.list(
      "SELECT group_concat(word, ' ') AS list FROM spellings WHERE word IN (SELECT value FROM json_each(?))",
      JSON.stringify(words),
    );
  }

  /** In how many articles a word is. */
  frequency(word: string): number {
    return (this.get('SELECT doc FROM vocabulary WHERE term = ?', word)?.doc as number | undefined) ?? 0;
  }

  /** How many articles there are. */
  count(): number {
    return this.get('SELECT count(*) AS count FROM articles WHERE dropped IS NULL')?.count as number;
  }

  /** An article that no file has any more is forgotten, if none has it again within an hour. */
  dropArticle(hash: string, now: number): void {
    this.run(
      'UPDATE articles SET dropped = ? WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM files WHERE files.hash = articles.hash)',
      now,
      hash,
    );
  }

  keepArticle(hash: string): void {
    this.run('UPDATE articles SET dropped = NULL WHERE hash = ? AND dropped IS NOT NULL', hash);
  }

  /** Forgets what was dropped an hour ago; at a start (`all`) also finds what nobody dropped. */
  tidy(now: number, all: boolean): void {
    if (all) {
      this.run(
        'UPDATE articles SET dropped = ? WHERE dropped IS NULL AND NOT EXISTS (SELECT 1 FROM files WHERE files.hash = articles.hash)',
        now,
      );
    }
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

  /** Closes the database; a broken file is removed, one that is only busy or out of space is not ours alone. */
  discard(): void {
    const broken = this.isBroken();
    this.close();
    if (this.file !== undefined && broken) removeDatabase(this.file);
  }

  private isBroken(): boolean {
    try {
      return (this.get('PRAGMA quick_check(1)') as { quick_check: string }).quick_check !== 'ok';
    } catch {
      return true; // it cannot even be looked at
    }
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

  /** Of a statement whose one value, `list`, has spaces between its parts. */
  private list(sql: string, ...values: unknown[]): string[] {
    const list = this.get(sql, ...values)?.list as string | null | undefined;
    return list ? list.split(' ') : [];
  }

  private all(sql: string, ...values: unknown[]): Record<string, unknown>[] {
    return this.prepare(sql).all(...values) as Record<string, unknown>[];
  }
}

function openOrRebuild(file: string | undefined): DatabaseSyncInstance {
  if (file === undefined) return openDatabase(':memory:');
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openDatabase(file);
  } catch {
    // Whatever is wrong with it (another version, half a file, no database at all): everything in it can be made again.
    removeDatabase(file);
  }
  try {
    return openDatabase(file);
  } catch {
    // A full disk, a folder that may not be written to: what is read is then kept for this run only.
    return openDatabase(':memory:');
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
    -- What is long comes last: SQLite walks through all pages of a row up to the column asked for.
    CREATE TABLE IF NOT EXISTS articles (
      id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, salient TEXT NOT NULL,
      indexed INTEGER NOT NULL DEFAULT 0, dropped INTEGER, html TEXT NOT NULL, text TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS articles_dropped ON articles (dropped) WHERE dropped IS NOT NULL;
    CREATE INDEX IF NOT EXISTS articles_unindexed ON articles (id) WHERE indexed = 0;
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
      title, terms, body, content = '', contentless_delete = 1, prefix = '3 4', tokenize = "unicode61 remove_diacritics 0"
    );
    CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row);
    CREATE TABLE IF NOT EXISTS spellings (word TEXT PRIMARY KEY) WITHOUT ROWID;
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;
  `);
}

/** Whether SQLite failed (its errors carry its number): disk full, locked for too long, a broken file. */
export function isCacheFault(error: unknown): boolean {
  return typeof (error as { errcode?: unknown }).errcode === 'number';
}

/** Whether that was only another process writing for longer than we wait (SQLITE_BUSY). */
export function isCacheBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === 5;
}
