import type Matter from 'gray-matter';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { loadLate } from '../load-late.js';

const matter = loadLate<typeof Matter>('gray-matter');

/** A job file taken apart. Lines are 1-based lines of the file. */
export interface FrontMatter {
  data: Record<string, unknown>;
  body: string;
  /** The line the body begins on. */
  bodyLine: number;
  /** The line of a key, as deep as it can be found. */
  lineOf(path: readonly PropertyKey[]): number;
}

export interface FrontMatterFault {
  /** 1-based line of the file. */
  line: number;
  message: string;
  hint: string;
}

/**
 * Splits YAML front matter from a body. Only `---` fences and YAML: gray-matter would also run JavaScript.
 * @returns the parts, or what is wrong with them
 */
export function readFrontMatter(source: string): FrontMatter | FrontMatterFault {
  const file = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const [fence] = file.split('\n', 1);
  if (fence?.trimEnd() !== '---') {
    return {
      line: 1,
      message: 'the file has no front matter',
      hint: 'begin it with a line ---, then keys such as schedule: "0 10 * * 5", then --- again',
    };
  }
  if (!/\n---/.test(file)) {
    return { line: 1, message: 'the front matter is not closed', hint: 'end it with a line of its own: ---' };
  }

  const lines = new LineCounter();
  let document: Document | undefined;
  // Options are always given: without them gray-matter caches by content, and a text whose YAML threw parses "well" the second time.
  const { content } = matter()(file, {
    engines: {
      yaml: (text: string) => {
        document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
        return {};
      },
    },
  });
  // The YAML that gray-matter hands over begins with the line break after the fence, so its lines are the file's.
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const [error] = document?.errors ?? [];
  if (error) {
    return {
      line: lineAt(error.pos[0]),
      message: `the front matter is not YAML: ${error.message}`,
      hint: 'mend the YAML there',
    };
  }
  const data: unknown = document?.toJS({ maxAliasCount: 20 }) ?? {};
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { line: 2, message: 'the front matter is not a list of keys', hint: 'write one `key: value` a line' };
  }
  return {
    data: data as Record<string, unknown>,
    body: content,
    bodyLine: file.slice(0, file.length - content.length).split('\n').length,
    lineOf: (path) => (document ? lineAt(offsetOf(document, path)) : 1),
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = (document.contents as Node | null)?.range?.[0] ?? 0;
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const next: unknown = pair ? pair.value : (node as { get?(key: unknown, keep: true): unknown })?.get?.(key, true);
    const range = ((pair?.key ?? next) as Node | undefined)?.range;
    if (!range) break;
    offset = range[0];
    node = next;
  }
  return offset;
}
