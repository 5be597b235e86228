import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip as gzipCompress } from 'node:zlib';
import type { RenderedBodies, RenderedFacts } from './document-cache.js';
import { bytesOf, type SiteDocument } from './site-document.js';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzipCompress);

/** Below this many bytes compression only costs. */
const WORTH_COMPRESSING = 512;
/** Of 11. Higher costs many times the time for a few percent. */
const BROTLI_QUALITY = 5;
/** Of 9. Level 7 takes half as long again for 2 % fewer bytes, and most clients take Brotli, which has fewer still. */
const GZIP_LEVEL = 4;

/** A document that can go out. */
export interface Rendered {
  facts: RenderedFacts;
  bodies: RenderedBodies;
  /** The same with Brotli, which takes longest: of what is urgent it comes later. */
  whole?: Promise<Rendered>;
}

/**
 * Renders and compresses.
 * @param before what was kept of the document so far
 * @param now ms since the epoch
 */
export async function renderDocument(
  document: SiteDocument,
  key: string,
  before: RenderedFacts | undefined,
  now: number,
): Promise<Rendered> {
  const identity = bytesOf(document.render());
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  const facts = { path: document.path, key, etag, lastModified: modifiedAt(document, before, etag, now) };
  const sizes = { identity: identity.length };
  if (identity.length < WORTH_COMPRESSING) return { facts: { ...facts, sizes }, bodies: { identity } };
  const gzip = compressGzip(identity, { level: GZIP_LEVEL });
  const withBrotli = async (): Promise<Rendered> => {
    const br = await compressBrotli(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    });
    const bodies = { gzip: await gzip, br };
    return { facts: { ...facts, sizes: { ...sizes, gzip: bodies.gzip.length, br: br.length } }, bodies };
  };
  if (!document.urgent) return withBrotli();
  const bodies = { gzip: await gzip };
  return { facts: { ...facts, sizes: { ...sizes, gzip: bodies.gzip.length } }, bodies, whole: withBrotli() };
}

/**
 * The newest change of what the document shows. When its bytes changed without that moving (an edit that declares no new
 * date, a deleted post), it is the moment we noticed, or a reader that only sends If-Modified-Since would never see it.
 */
function modifiedAt(document: SiteDocument, before: RenderedFacts | undefined, etag: string, now: number): number {
  const second = (time: number) => Math.floor(time / 1000) * 1000;
  if (before?.etag === etag) return before.lastModified;
  const declared = second(Math.min(document.lastModified, now));
  return before === undefined || declared > before.lastModified ? declared : second(now);
}
