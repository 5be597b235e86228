/** A text, or bytes in pieces, one after the other. */
export type DocumentBody = string | readonly Uint8Array[];

/** One feed, page or file of the site: what it is, and how to make it when it is needed. */
export interface SiteDocument {
  /** Canonical, percent-encoded URL path below the site's base, e.g. `/rss.xml` or `/tags/mosn/`. A page ends with `/`. */
  path: string;
  /** With charset. */
  contentType: string;
  /** Newest change of what it shows (ms since the epoch), or 0 when nothing in it has a date. */
  readonly lastModified: number;
  /** Fingerprint of everything it shows: the same key means the same bytes. Cheap next to `render`. */
  readonly key: string;
  /** Set on feeds. */
  feed?: {
    /** The subscription document itself, not one of its archives. */
    current: boolean;
    /** Absolute address of this document: the WebSub topic. */
    self: string;
    hubs: readonly string[];
    /** Path of the page that people see who open the feed in a browser. */
    page: string;
  };
  /** What readers wait for most: it is brought up to date before everything else. */
  urgent?: boolean;
  /** The address holds a hash of the content: it never changes. */
  immutable?: boolean;
  render(): DocumentBody;
}

/** What is reckoned of a document only when somebody asks. */
type LateFacts = Pick<SiteDocument, 'key' | 'lastModified'>;

/**
 * A document whose key is reckoned when somebody asks for it: a list of all documents is made at each change, and reckoning
 * the keys of 50,000 posts and their feeds for the sake of one would take seconds.
 */
export function lateDocument(fixed: Omit<SiteDocument, keyof LateFacts>, reckon: () => LateFacts): SiteDocument {
  let reckoned: LateFacts | undefined;
  const facts = () => {
    reckoned ??= reckon();
    return reckoned;
  };
  return {
    ...fixed,
    get key() {
      return facts().key;
    },
    get lastModified() {
      return facts().lastModified;
    },
  };
}

/** A body in one piece. */
export function bytesOf(body: DocumentBody): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.concat(body);
}
