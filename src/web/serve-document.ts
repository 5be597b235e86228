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
 * Whether a browser shows the answer to a person. Browsers list `text/html` before any XML; feed readers that mention
 * HTML at all rank a feed type or `application/xml` at least as high. Newer browsers also say so in Sec-Fetch-Dest.
 */
function isBrowserNavigation(c: Context): boolean {
  const destination = c.req.header('Sec-Fetch-Dest');
  if (destination !== undefined && destination !== 'document') return false;
  const accept = c.req.header('Accept') ?? '';
  const ranks = new Map<string, number>();
  for (const part of accept.split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    ranks.set(type, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  const html = ranks.get('text/html') ?? 0;
  const others = [...ranks].filter(([type]) => /(?:rss|atom|rdf|feed|\/|\+)(?:xml|json)|xml$|json$/.test(type));
  return html > 0 && others.every(([type, rank]) => type === 'application/xhtml+xml' || rank < html);
}

/** The best coding both sides have: br over gzip over none, unless the client ranks them otherwise. */
function chooseCoding(accept: string | undefined, sizes: ReadyDocument['sizes']): ContentCoding {
  if (!accept) return 'identity';
  const ranks = new Map(
    accept.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0] as const;
    }),
  );
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
