import type { IncomingHttpHeaders } from 'node:http';
import type { Context } from 'hono';
import type { ContentCoding } from './document-cache.js';
import type { DocumentStore, ReadyDocument } from './document-store.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** The headers a document's answer depends on; names in lower case. */
export type AskedWith = Pick<
  IncomingHttpHeaders,
  'accept' | 'accept-encoding' | 'if-none-match' | 'if-modified-since'
> & {
  'sec-fetch-dest'?: string | string[];
};

export type HeaderPairs = (readonly [name: string, value: string])[];

/** What a document is answered with in one content coding. */
export interface DocumentHeaders {
  /** Quoted. */
  etag: string;
  /** Of a 200. */
  whole: HeaderPairs;
  /** Those of them that a 304 repeats. */
  unchanged: HeaderPairs;
}

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
  const request: AskedWith = c.req.header();
  const shown = (await pageForPeople(request, asked, store)) ?? asked;
  const coding = status === 200 ? chooseCoding(request['accept-encoding'], shown.sizes) : 'identity';
  const { etag, whole, unchanged } = documentHeaders(asked, shown, coding);
  if (status === 200 && isFresh(request, etag, shown.lastModified)) {
    return new Response(null, { status: 304, headers: new Headers(unchanged as [string, string][]) });
  }
  const headers = new Headers(whole as [string, string][]);
  if (status === 404) {
    headers.set('Cache-Control', 'no-store');
    headers.delete('ETag');
    headers.delete('Last-Modified');
  }
  const body = c.req.method === 'HEAD' ? null : new Uint8Array(await shown.body(coding));
  return new Response(body, { status, headers });
}

/** @param shown what answers a request for `asked`: itself, or the page that people see instead of a feed */
export function documentHeaders(
  { document: asked }: ReadyDocument,
  { document, etag: hash, lastModified, sizes }: ReadyDocument,
  coding: ContentCoding,
): DocumentHeaders {
  const etag = `"${hash}${coding === 'identity' ? '' : `-${coding}`}"`;
  const unchanged: HeaderPairs = [
    ['Cache-Control', document.immutable ? 'public, max-age=31536000, immutable' : 'public, no-cache'],
    ['Vary', asked.feed ? 'Accept, Accept-Encoding, Sec-Fetch-Dest' : 'Accept-Encoding'],
    ['X-Content-Type-Options', 'nosniff'],
    ...(document.contentType.startsWith('text/html') ? Object.entries(SECURITY_HEADERS) : []),
    ...(asked.feed ? feedHeaders(asked.feed) : []),
    ['ETag', etag],
  ];
  if (lastModified > 0) unchanged.push(['Last-Modified', new Date(lastModified).toUTCString()]);
  const whole: HeaderPairs = [
    ...unchanged,
    ['Content-Type', document.contentType],
    ['Content-Length', String(sizes[coding])],
  ];
  if (coding !== 'identity') whole.push(['Content-Encoding', coding]);
  return { etag, whole, unchanged };
}

/** Browsers download or dump a feed's source; a person who opens one gets the page that explains it instead. */
async function pageForPeople(
  request: AskedWith,
  { document }: ReadyDocument,
  store: DocumentStore,
): Promise<ReadyDocument | undefined> {
  if (!document.feed || !isBrowserNavigation(request)) return undefined;
  return store.get(document.feed.page);
}

/**
 * Whether a browser shows the answer to a person. Browsers list HTML and XHTML, and rank HTML above any XML; feed readers
 * that mention HTML at all rank a feed type or XML as high, or take anything (`text/html, …, *\/*;q=.2` is what Java
 * sends by itself). Newer browsers also say what the answer is for; a reader built into one is no navigation.
 */
export function isBrowserNavigation(request: AskedWith): boolean {
  const destination = request['sec-fetch-dest'];
  if (destination !== undefined && destination !== 'document') return false;
  const { accept } = request;
  if (!accept?.toLowerCase().includes('text/html')) return false;
  const ranks = readRanks(accept);
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
export function chooseCoding(accept: string | string[] | undefined, sizes: ReadyDocument['sizes']): ContentCoding {
  if (!accept) return 'identity';
  const ranks = readRanks(String(accept));
  const rank = (name: string) => ranks.get(name) ?? ranks.get('*') ?? 0;
  const offers = (['br', 'gzip'] as const).filter((name) => sizes[name] && rank(name) > 0);
  return offers.sort((a, b) => rank(b) - rank(a))[0] ?? 'identity';
}

/** If-None-Match decides when it is there, else If-Modified-Since. */
export function isFresh(request: AskedWith, etag: string, lastModified: number): boolean {
  const match = request['if-none-match'];
  if (match !== undefined) {
    return match === etag || match === '*' || match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(request['if-modified-since'] ?? '');
  return lastModified > 0 && lastModified <= since;
}

/** WebSub's discovery reads headers before bodies. */
function feedHeaders({ self, hubs }: NonNullable<ReadyDocument['document']['feed']>): HeaderPairs {
  const links = [`<${self}>; rel="self"`, ...hubs.map((hub) => `<${hub}>; rel="hub"`)];
  return [
    ['Link', links.join(', ')],
    ['Access-Control-Allow-Origin', '*'],
  ];
}
