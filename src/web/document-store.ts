import { setImmediate as breathe } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Logger } from 'pino';
import { createBodyMemory } from './body-memory.js';
import { type ContentCoding, openDocumentCache, type RenderedBodies, type RenderedFacts } from './document-cache.js';
import { type Rendered, renderDocument } from './render-document.js';
import type { SiteDocument } from './site-document.js';

const decompress = promisify(gunzip);

/** Documents being rendered at once: one computes while the other is compressed in a thread. */
const CONCURRENCY = 2;
/** Of what is urgent the first should not wait for processors that compress the second. */
const ONE_BY_ONE = 1;

/** Milliseconds of taking documents over, or looking for stale ones, before other work gets its turn. */
const SLICE = 5;

/** A document rendered and compressed, ready to go out. */
export interface ReadyDocument extends Omit<RenderedFacts, 'path' | 'key'> {
  document: SiteDocument;
  /** The bytes in one of the codings of `sizes`. */
  body(coding: ContentCoding): Promise<Buffer>;
  /** The same when they are in memory: they went out before. */
  bodyAtHand(coding: ContentCoding): Buffer | undefined;
}

/** What happened since the update before. Paths as in {@link SiteDocument}. */
export interface StoreChanges {
  /** Documents that were not there before. */
  added: string[];
  /** Documents whose bytes are different now. */
  changed: string[];
  removed: string[];
}

/**
 * Keeps every document rendered and compressed, across restarts too, so that a request only looks up bytes. A document
 * is rendered anew when its `key` changes, and then only that one.
 */
export interface DocumentStore {
  /**
   * Takes over the present documents and renders what shows something else now, in the given order: first what is
   * urgent, then the rest, little by little. A document that is not taken over yet is served as it was before. Resolves
   * when all is done, or when a newer update has taken over the rest.
   * @param documents of several with one path the first counts
   */
  update(documents: Iterable<SiteDocument>): Promise<StoreChanges>;
  /** What nobody waits for is left alone while some work is done. */
  standBackFor(work: Promise<unknown>): void;
  has(path: string): boolean;
  /** What the document at a path is, whether it is rendered or not. */
  document(path: string): SiteDocument | undefined;
  /** A document; one whose turn to be rendered has not come yet jumps the queue. Undefined: there is none. */
  get(path: string): Promise<ReadyDocument | undefined>;
  /** The same for a document that was asked for before and has not changed since. */
  atHand(path: string): ReadyDocument | undefined;
  close(): void;
}

export interface DocumentStoreOptions {
  /** SQLite file of the cache; undefined: in memory. */
  file?: string;
  /** Changes with the code that draws documents (see design-version.ts): then everything is rendered anew. */
  version: string;
  /** ms since the epoch */
  now(): number;
  log: Logger;
}

export function openDocumentStore({ file, version, now, log }: DocumentStoreOptions): DocumentStore {
  const cache = openDocumentCache(file);
  const rendered = new Map<string, RenderedFacts>(cache.all().map((facts) => [facts.path, facts]));
  const underWay = new Map<string, { key: string; done: Promise<RenderedFacts> }>();
  const handedOut = new WeakMap<SiteDocument, ReadyDocument>();
  const bodies = createBodyMemory();
  const documents = new Map<string, SiteDocument>();
  /** The update that is under way; an older one stops. */
  let updating: Iterable<SiteDocument> | undefined;
  let takenOver: Promise<unknown> = Promise.resolve();
  let otherWork: Promise<unknown> = Promise.resolve();
  let changes: StoreChanges = { added: [], changed: [], removed: [] };
  let closed = false;

  const keyOf = (document: SiteDocument) => `${version}:${document.key}`;
  const isReady = (document: SiteDocument) => rendered.get(document.path)?.key === keyOf(document);

  let unkept = false;
  /** What cannot be kept is rendered again when it is asked for. */
  function keep(facts: RenderedFacts, bodies: RenderedBodies): void {
    try {
      cache.put(facts, bodies);
      unkept = false;
    } catch (err) {
      if (!unkept) log.warn({ err }, 'rendered pages cannot be kept; each request renders its page until they can');
      unkept = true;
    }
  }

  async function render(document: SiteDocument, key: string): Promise<RenderedFacts> {
    const { whole, ...first } = await renderDocument(document, key, rendered.get(document.path), now());
    publish(document, key, first);
    whole?.then(
      (complete) => publish(document, key, complete),
      (err: unknown) =>
        log.warn({ err, path: document.path }, 'a document could not be compressed; it goes out as gzip'),
    );
    return first.facts;
  }

  function publish(document: SiteDocument, key: string, { facts, bodies }: Rendered): void {
    const { path } = document;
    // Somebody may have closed us, or brought a newer version of the document meanwhile.
    const current = documents.get(path);
    if (closed || !current || keyOf(current) !== key) return;
    const before = rendered.get(path);
    keep(facts, bodies);
    rendered.set(path, facts);
    handedOut.delete(current);
    if (!before) changes.added.push(path);
    else if (before.etag !== facts.etag) changes.changed.push(path);
  }

  function ready(document: SiteDocument): Promise<RenderedFacts> {
    const key = keyOf(document);
    const facts = rendered.get(document.path);
    if (facts?.key === key) return Promise.resolve(facts);
    const already = underWay.get(document.path);
    if (already?.key === key) return already.done;
    const done = render(document, key).finally(() => {
      if (underWay.get(document.path)?.done === done) underWay.delete(document.path);
    });
    underWay.set(document.path, { key, done });
    return done;
  }

  function handOut(document: SiteDocument, facts: RenderedFacts): ReadyDocument {
    const known = handedOut.get(document);
    if (known) return known;
    const { etag, lastModified, sizes } = facts;
    const nameOf = (coding: ContentCoding) => `${coding} ${document.path}`;
    const bodyAtHand = (coding: ContentCoding) => bodies.get(nameOf(coding), etag);
    const body = async (coding: ContentCoding) => {
      const remembered = bodyAtHand(coding);
      if (remembered) return remembered;
      const read = await readBody(document, facts, coding);
      bodies.put(nameOf(coding), etag, read);
      return read;
    };
    const ready = { document, etag, lastModified, sizes, body, bodyAtHand };
    handedOut.set(document, ready);
    return ready;
  }

  async function readBody(document: SiteDocument, facts: RenderedFacts, coding: ContentCoding): Promise<Buffer> {
    const { path, etag, sizes } = facts;
    const viaGzip = coding === 'identity' && sizes.gzip !== undefined;
    const kept = cache.body(path, etag, viaGzip ? 'gzip' : coding);
    if (kept) return viaGzip ? decompress(kept) : kept;
    // It changed between the look-up and now, or another process shares the cache: what it showed is made once more.
    const drawn = await renderDocument(document, facts.key, facts, now());
    const { bodies } = (await drawn.whole) ?? drawn;
    if ('identity' in bodies) return bodies.identity;
    return (coding === 'identity' ? undefined : bodies[coding]) ?? decompress(bodies.gzip);
  }

  function removeGone(): void {
    const gone = [...rendered.keys()].filter((path) => !documents.has(path));
    if (gone.length === 0) return;
    cache.remove(gone);
    for (const path of gone) rendered.delete(path);
    changes.removed.push(...gone);
  }

  const isOutdated = (update: Iterable<SiteDocument>) => closed || updating !== update;

  /** @returns all documents in their order, as far as no newer update came */
  async function takeOver(update: Iterable<SiteDocument>): Promise<SiteDocument[]> {
    const pace = createPace();
    const taken = new Map<string, SiteDocument>();
    const urgent: SiteDocument[] = [];
    for (const document of update) {
      if (taken.has(document.path)) continue;
      if (document.urgent) urgent.push(document);
      else if (urgent.length > 0) await renderStale(urgent.splice(0), update, ONE_BY_ONE);
      if (pace.isOver()) await pace.pause();
      if (isOutdated(update)) return [];
      taken.set(document.path, document);
      documents.set(document.path, document);
    }
    for (const path of documents.keys()) if (!taken.has(path)) documents.delete(path);
    removeGone();
    return [...taken.values()];
  }

  async function renderStale(
    some: readonly SiteDocument[],
    update: Iterable<SiteDocument>,
    concurrency = CONCURRENCY,
  ): Promise<void> {
    const waiting = some.values();
    const failures: { err: unknown; path: string }[] = [];
    const worker = async () => {
      const pace = createPace();
      for (const document of waiting) {
        if (isOutdated(update)) return;
        try {
          if (!isReady(document)) await ready(document);
        } catch (err) {
          failures.push({ err, path: document.path });
        }
        if (pace.isOver()) await pace.pause();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    // Whatever ails one document may ail thousands: one line says it.
    const [first] = failures;
    if (first) log.error({ ...first, documents: failures.length }, 'documents could not be rendered');
  }

  /** Gives other work its turn every few milliseconds. */
  function createPace() {
    let since = performance.now();
    return {
      isOver: () => performance.now() - since >= SLICE,
      async pause() {
        await breathe();
        await otherWork;
        since = performance.now();
      },
    };
  }

  return {
    async update(next) {
      updating = next;
      const taking = takeOver(next);
      takenOver = taking.catch(() => undefined);
      await renderStale(await taking, next);
      const report = changes;
      changes = { added: [], changed: [], removed: [] };
      return report;
    },
    standBackFor(work) {
      otherWork = Promise.allSettled([otherWork, work]);
    },
    has: (path) => documents.has(path),
    document: (path) => documents.get(path),
    async get(path) {
      // What an update brings is there when it is asked for, even before it is taken over.
      if (!documents.has(path)) await takenOver;
      const document = documents.get(path);
      return document && handOut(document, await ready(document));
    },
    atHand(path) {
      const document = documents.get(path);
      return document && handedOut.get(document);
    },
    close() {
      closed = true;
      cache.close();
    },
  };
}
