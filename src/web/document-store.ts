import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { SiteDocument } from './site-document.js';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Below this many bytes compression only costs. */
const WORTH_COMPRESSING = 512;

export type ContentCoding = 'identity' | 'gzip' | 'br';

/** A document rendered and compressed, ready to go out. */
export interface StoredDocument {
  document: SiteDocument;
  /** Hash of the bytes, without quotes; each content coding adds its name, so that the ETag is strong. */
  etag: string;
  /** ms since the epoch, whole seconds, never in the future. */
  lastModified: number;
  bodies: { identity: Buffer; gzip?: Buffer; br?: Buffer };
}

/** What an update did. Paths as in {@link SiteDocument}. */
export interface StoreChanges {
  /** Documents whose bytes are new or different. */
  changed: string[];
  removed: string[];
}

/** Keeps every document rendered and compressed, so that a request only looks up bytes. */
export interface DocumentStore {
  /** Makes what is new or shows something else now, and forgets what is gone. One update runs after the other. */
  update(documents: readonly SiteDocument[]): Promise<StoreChanges>;
  get(path: string): StoredDocument | undefined;
}

/** @param now ms since the epoch */
export function createDocumentStore({ now }: { now(): number }): DocumentStore {
  const stored = new Map<string, StoredDocument>();
  let queue: Promise<unknown> = Promise.resolve();

  async function run(documents: readonly SiteDocument[]): Promise<StoreChanges> {
    const changes: StoreChanges = { changed: [], removed: [] };
    for (const document of documents) {
      const before = stored.get(document.path);
      if (before?.document.key === document.key) continue;
      const after = await prepare(document, before, now());
      stored.set(document.path, after);
      if (after.etag !== before?.etag) changes.changed.push(document.path);
    }
    const wanted = new Set(documents.map((document) => document.path));
    for (const path of stored.keys()) {
      if (wanted.has(path)) continue;
      stored.delete(path);
      changes.removed.push(path);
    }
    return changes;
  }

  return {
    update(documents) {
      const update = queue.then(() => run(documents));
      queue = update.catch(() => undefined);
      return update;
    },
    get: (path) => stored.get(path),
  };
}

async function prepare(
  document: SiteDocument,
  before: StoredDocument | undefined,
  now: number,
): Promise<StoredDocument> {
  const identity = Buffer.from(document.render());
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  const lastModified = modifiedAt(document, before, etag, now);
  if (identity.length < WORTH_COMPRESSING) return { document, etag, lastModified, bodies: { identity } };
  const [gz, br] = await Promise.all([
    compressGzip(identity),
    compressBrotli(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
  ]);
  return { document, etag, lastModified, bodies: { identity, gzip: gz, br } };
}

/**
 * The newest change of what the document shows. When its bytes changed without that moving (an edit that declares no new
 * date, a deleted post), it is the moment we noticed, or a reader that only sends If-Modified-Since would never see it.
 */
function modifiedAt(document: SiteDocument, before: StoredDocument | undefined, etag: string, now: number): number {
  const second = (time: number) => Math.floor(time / 1000) * 1000;
  const declared = second(Math.min(document.lastModified, now));
  if (!before) return declared;
  if (before.etag === etag) return before.lastModified;
  return declared > before.lastModified ? declared : second(Math.max(now, before.lastModified + 1000));
}
