import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/** Raised when the table changes; an older cache is thrown away, never migrated. */
const SCHEMA_VERSION = 1;
/** Another process may be writing, in ms. */
const BUSY_TIMEOUT = 5_000;

export type ContentCoding = 'identity' | 'gzip' | 'br';

/** What is known of a rendered document without its bytes. */
export interface RenderedFacts {
  path: string;
  /** What the document showed when it was rendered (SiteDocument.key, and by which version of us). */
  key: string;
  /** Hash of the uncompressed bytes, without quotes. */
  etag: string;
  /** ms since the epoch, whole seconds; 0: unknown. */
  lastModified: number;
  /** Bytes of the body in each coding it can be had in. */
  sizes: Partial<Record<ContentCoding, number>> & { identity: number };
}

/** Bodies to keep: compressed ones (Brotli's may follow), or the plain bytes of what is too small for that. */
export type RenderedBodies = { gzip: Buffer; br?: Buffer } | { identity: Buffer };

/** Rendered documents in SQLite. A broken file is thrown away: everything in it can be made again. */
export interface DocumentCache {
  all(): RenderedFacts[];
  put(facts: RenderedFacts, bodies: RenderedBodies): void;
  /** The kept bytes, or undefined when another process has put or removed something else meanwhile. */
  body(path: string, etag: string, coding: ContentCoding): Buffer | undefined;
  remove(paths: readonly string[]): void;
  close(): void;
}

// The binding closes a database whose handle is collected while its statements live on, so every open one is held here.
const open = new Set<DatabaseSyncInstance>();

/** @param file undefined: in memory */
export function openDocumentCache(file: string | undefined): DocumentCache {
  const db = openOrRebuild(file);
  open.add(db);
  const insert = db.prepare(
    `INSERT OR REPLACE INTO documents (path, key, etag, last_modified, size, identity, gzip, br)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const drop = db.prepare('DELETE FROM documents WHERE path = ?');
  const bodies = {
    identity: db.prepare('SELECT identity AS body FROM documents WHERE path = ? AND etag = ?'),
    gzip: db.prepare('SELECT gzip AS body FROM documents WHERE path = ? AND etag = ?'),
    br: db.prepare('SELECT br AS body FROM documents WHERE path = ? AND etag = ?'),
  };
  return {
    all: () =>
      (
        db
          .prepare(`SELECT path, key, etag, last_modified, size, length(gzip) AS gzip, length(br) AS br FROM documents`)
          .all() as unknown as FactsRow[]
      ).map(toFacts),
    put(facts, kept) {
      const { path, key, etag, lastModified, sizes } = facts;
      const [identity, gzip, br] =
        'identity' in kept ? [kept.identity, null, null] : [null, kept.gzip, kept.br ?? null];
      insert.run(path, key, etag, lastModified, sizes.identity, identity, gzip, br);
    },
    body(path, etag, coding) {
      const row = bodies[coding].get(path, etag) as { body: Uint8Array | null } | undefined;
      return row?.body ? Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength) : undefined;
    },
    remove(paths) {
      db.exec('BEGIN IMMEDIATE');
      for (const path of paths) drop.run(path);
      db.exec('COMMIT');
    },
    close() {
      open.delete(db);
      if (db.isOpen) db.close();
    },
  };
}

interface FactsRow {
  path: string;
  key: string;
  etag: string;
  last_modified: number;
  size: number;
  gzip: number | null;
  br: number | null;
}

function toFacts({ path, key, etag, last_modified, size, gzip, br }: FactsRow): RenderedFacts {
  const sizes = { identity: size, ...(gzip !== null && { gzip }), ...(br !== null && { br }) };
  return { path, key, etag, lastModified: last_modified, sizes };
}

function openOrRebuild(file: string | undefined): DatabaseSyncInstance {
  if (file === undefined) return openDatabase(':memory:');
  mkdirSync(dirname(file), { recursive: true });
  try {
    return openDatabase(file);
  } catch {
    // Whatever is wrong with it (another version, half a file, no database at all), it is only a cache.
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { recursive: true, force: true });
  }
  try {
    return openDatabase(file);
  } catch {
    // A full disk, a folder that may not be written to: pages are then rendered anew at each start.
    return openDatabase(':memory:');
  }
}

function openDatabase(location: string): DatabaseSyncInstance {
  const db = new DatabaseSync(location, { timeout: BUSY_TIMEOUT });
  try {
    // A lost cache costs some rendering, so the disk need not be waited for.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version !== 0 && version !== SCHEMA_VERSION) throw new Error(`cache of version ${version}`);
    db.exec(`
      CREATE TABLE IF NOT EXISTS documents (
        path TEXT PRIMARY KEY, key TEXT NOT NULL, etag TEXT NOT NULL, last_modified INTEGER NOT NULL,
        size INTEGER NOT NULL, identity BLOB, gzip BLOB, br BLOB
      );
      PRAGMA user_version = ${SCHEMA_VERSION};
    `);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
