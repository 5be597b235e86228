import { readFrontMatter } from './front-matter.js';
import { writtenReferences } from './markdown/parse-markdown.js';
import { TooSlow, withinTime } from './within-time.js';

/** Milliseconds; see read-body.ts. */
const TIME_LIMIT = 700;

/** A link or picture as its author wrote it. */
export interface Reference {
  href: string;
  image: boolean;
  /** 1-based line of the file. */
  line: number;
}

/** The links and pictures of a post's text, and the lines of its fields. */
export interface WrittenPost {
  references: Reference[];
  lineOf(key: string): number;
  has(key: string): boolean;
  /** A field's text as written, or ''. */
  field(...keys: string[]): string;
}

/** Reads a file for what `lint` says about single lines; the text itself is read by readPost. */
export function findReferences(source: string): WrittenPost {
  const front = readFrontMatter(source);
  const lines = front.body.split('\n');
  const lineOfHref = (href: string) => {
    const at = lines.findIndex((line) => line.includes(href));
    return front.bodyLine + Math.max(0, at);
  };
  return {
    references: writtenIn(front.body).map((reference) => ({ ...reference, line: lineOfHref(reference.href) })),
    lineOf: front.lineOf,
    has: (key) => front.data.has(key),
    field: (...keys) => keys.map((key) => front.data.get(key)).find((value) => typeof value === 'string') ?? '',
  };
}

function writtenIn(body: string): { href: string; image: boolean }[] {
  try {
    return withinTime(TIME_LIMIT, () => writtenReferences(body));
  } catch (error) {
    if (error instanceof TooSlow || error instanceof RangeError) return []; // reading it has said so already
    throw error;
  }
}
