import type { Context } from 'hono';
import type { ContentCoding } from './document-cache.js';
import type { DocumentStore, ReadyDocument } from './document-store.js';
import { SECURITY_HEADERS } from './security-headers.js';

/**
 * A GET or HEAD for a document that is kept ready: content coding, validators, 304 (RFC 9110).
 * @param status of the answer when it is not a 304; a 404 page has no validators
 */
export async function serveDocument(
  c: Context,
  asked: ReadyDocument,
  store: DocumentStore,
  status: 200 | 404 = 200,
): Promise<Response> {
  const shown = (await pageForPeople(c, asked, store)) ?? asked;
  const { document, lastModified } = shown;
  const coding = status === 200 ? chooseCoding(c.req.header('Accept-Encoding'), shown.sizes) : 'identity';
  const etag = `"${shown.etag}${coding === 'identity' ? '' : `-${coding}`}"`;
  const headers = headersOf(asked, shown);
  if (status === 404) headers.set('Cache-Control', 'no-store');
  else {
    headers.set('ETag', etag);
    if (lastModified > 0) headers.set('Last-Modified', new Date(lastModified).toUTCString());
    if (isFresh(c, etag, lastModified)) return new Response(null, { status: 304, headers });
  }
  headers.set('Content-Type', document.contentType);
  if (coding !== 'identity') headers.set('Content-Encoding', coding);
  headers.set('Content-Length', String(shown.sizes[coding]));
  const body = c.req.method === 'HEAD' ? null : new Uint8Array(await shown.body(coding));
  return new Response(body, { status, headers });
}

/** Those that a 304 repeats. */
function headersOf(asked: ReadyDocument, { document }: ReadyDocument): Headers {
  const headers = new Headers({
    'Cache-Control': document.immutable ? 'public, max-age=31536000, immutable' : 'public, no-cache',
    Vary: asked.document.feed ? 'Accept, Accept-Encoding, Sec-Fetch-Dest' : 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
    ...(document.contentType.startsWith('text/html') && SECURITY_HEADERS),
  });
  if (asked.document.feed) {
    headers.set('Link', feedLinks(asked.document.feed));
    headers.set('Access-Control-Allow-Origin', '*');
  }
  return headers;
}

/** Browsers download or dump a feed's source; a person who opens one gets the page that explains it instead. */
async function pageForPeople(
  c: Context,
  { document }: ReadyDocument,
  store: DocumentStore,
): Promise<ReadyDocument | undefined> {
  if (!document.feed || !isBrowserNavigation(c)) return undefined;
  return store.get(document.feed.page);
}

/**
 * Whether a browser shows the answer to a person. Browsers list HTML and XHTML, and rank HTML above any XML; feed readers
 * that mention HTML at all rank a feed type or XML as high, or take anything (`text/html, …, *\/*;q=.2` is what Java
 * sends by itself). Newer browsers also say what the answer is for; a reader built into one is no navigation.
 */
function isBrowserNavigation(c: Context): boolean {
  const destination = c.req.header('Sec-Fetch-Dest');
  if (destination !== undefined && destination !== 'document') return false;
  const ranks = readRanks(c.req.header('Accept') ?? '');
  const html = ranks.get('text/html') ?? 0;
  if (html === 0 || (ranks.has('*/*') && !ranks.has('application/xhtml+xml'))) return false;
  return [...ranks].every(([type, rank]) => !/(?:xml|json)$/.test(type) || type.includes('xhtml') || rank < html);
}

/** `a, b;q=0.5` → a: 1, b: 0.5 */
function readRanks(header: string): Map<string, number> {
  return new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0];
    }),
  );
}

/** The best coding both sides have: br over gzip over none, unless the client ranks them otherwise. */
function chooseCoding(accept: string | undefined, sizes: ReadyDocument['sizes']): ContentCoding {
  if (!accept) return 'identity';
  const ranks = readRanks(accept);
  const rank = (name: string) => ranks.get(name) ?? ranks.get('*') ?? 0;
  const offers = (['br', 'gzip'] as const).filter((name) => sizes[name] && rank(name) > 0);
  return offers.sort((a, b) => rank(b) - rank(a))[0] ?? 'identity';
}

/** If-None-Match decides when it is there, else If-Modified-Since. */
function isFresh(c: Context, etag: string, lastModified: number): boolean {
  const match = c.req.header('If-None-Match');
  if (match !== undefined) {
    return match === '*' || match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(c.req.header('If-Modified-Since') ?? '');
  return lastModified > 0 && lastModified <= since;
}

/** WebSub's discovery reads headers before bodies. */
function feedLinks({ self, hubs }: NonNullable<ReadyDocument['document']['feed']>): string {
  return [`<${self}>; rel="self"`, ...hubs.map((hub) => `<${hub}>; rel="hub"`)].join(', ');
}
