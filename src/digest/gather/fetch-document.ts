import { isIP } from 'node:net';
import { Agent, fetch, type Response } from 'undici';
import { AddressRefused, type AllowPrivate, guardedLookup, isPublicAddress, mayBePrivate } from './address-guard.js';
import { decodeDocument } from './decode-document.js';

/** Bytes after decompression; feeds with full texts of years stay below. */
const LARGEST = 8 * 1024 * 1024;
/** Milliseconds from the first byte asked to the last byte read, redirects included. */
const PATIENCE = 15_000;
const MOST_REDIRECTS = 5;

/** What a server said about a version of a document, to ask it whether there is a newer one. */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

export interface FetchedDocument extends Validators {
  /** Where it was in the end, after redirects. */
  url: string;
  /** Media type in lower case, without parameters; '' when the server did not say. */
  type: string;
  text: string;
}

/** A document that could not be had: the message says why, in one line. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

export interface FetchDocumentOptions {
  /** From the last answer; an unchanged document is then not sent again. */
  validators?: Validators;
  signal?: AbortSignal;
}

export interface DocumentFetcher {
  /**
   * @returns the document, or `unchanged` when the validators still hold
   * @throws {DocumentError} whatever goes wrong
   */
  fetch(url: string, options?: FetchDocumentOptions): Promise<FetchedDocument | 'unchanged'>;
  close(): Promise<void>;
}

export interface DocumentFetcherOptions {
  allowPrivate: AllowPrivate;
  /** For tests; default the system's. */
  lookup?: Parameters<typeof guardedLookup>[1];
  /** Milliseconds; default 15 s. */
  patience?: number;
  /** Bytes; default 8 MB. */
  largest?: number;
}

/**
 * Fetches documents that strangers publish (friends' feeds): bounded in time and size, from public addresses only.
 * The guard has to sit inside the connection (see guardedLookup), so this uses undici itself and not the World's fetch.
 */
export function createDocumentFetcher(options: DocumentFetcherOptions): DocumentFetcher {
  const { allowPrivate, lookup, patience = PATIENCE, largest = LARGEST } = options;
  const agent = new Agent({ connect: { lookup: guardedLookup(allowPrivate, lookup), timeout: patience } });

  return {
    async fetch(address, { validators = {}, signal } = {}) {
      const deadline = AbortSignal.timeout(patience);
      const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
      try {
        let url = address;
        for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
          refuseAddress(url, allowPrivate);
          const response = await fetch(url, {
            dispatcher: agent,
            redirect: 'manual',
            headers: requestHeaders(validators),
            signal: either,
          });
          const next = redirectOf(response, url);
          if (next === undefined) return await readResponse(response, url, largest);
          await response.body?.cancel();
          url = next;
        }
        throw new DocumentError(`it redirects more than ${MOST_REDIRECTS} times`);
      } catch (error) {
        throw deadline.aborted ? new DocumentError(`it did not answer within ${patience / 1_000} s`) : named(error);
      }
    },
    close: () => agent.close(),
  };
}

function requestHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    accept: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    'user-agent': 'Postrider (feed reader)',
    ...(etag && { 'if-none-match': etag }),
    ...(lastModified && { 'if-modified-since': lastModified }),
  };
}

/** Names are judged when they are resolved; an address given as such never is, so it is judged here. */
function refuseAddress(address: string, allow: AllowPrivate): void {
  if (!URL.canParse(address)) throw new DocumentError(`"${address}" is not an address`);
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') throw new DocumentError(`${protocol} addresses are not fetched`);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host) && !mayBePrivate(host, allow)) throw new AddressRefused(host, host);
}

function redirectOf(response: Response, url: string): string | undefined {
  const location = response.headers.get('location');
  if (response.status < 301 || response.status > 308 || response.status === 304 || !location) return undefined;
  if (!URL.canParse(location, url)) throw new DocumentError(`it redirects to "${location}", which is not an address`);
  return new URL(location, url).href;
}

async function readResponse(response: Response, url: string, largest: number): Promise<FetchedDocument | 'unchanged'> {
  if (response.status === 304) return 'unchanged';
  if (!response.ok) {
    await response.body?.cancel();
    throw new DocumentError(`it answered HTTP ${response.status}`);
  }
  const [type = '', ...parameters] = (response.headers.get('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(each)?.[1]).find(Boolean);
  return {
    url,
    type: type.trim(),
    text: decodeDocument(await readBody(response, largest), charset),
    etag: response.headers.get('etag') ?? undefined,
    lastModified: response.headers.get('last-modified') ?? undefined,
  };
}

/** Counted after decompression, so that a small answer cannot unfold into a large one. */
async function readBody(response: Response, largest: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > largest) throw new DocumentError(`it is larger than ${Math.round(largest / 1024)} KB`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** The innermost cause is what says something ("fetch failed" does not). */
function named(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error && !(cause instanceof AddressRefused))
    cause = cause.cause;
  const { message, code } = cause as Error & { code?: string };
  return new DocumentError(message || code || 'it could not be fetched', { cause: error });
}
