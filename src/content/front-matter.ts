import type Matter from 'gray-matter';
import { TomlError } from 'smol-toml';
import { loadLate } from '../load-late.js';
import type { Finding } from './lint-rules.js';
import { parseTomlBlock } from './parse-toml.js';
import { parseYaml, YamlFault } from './parse-yaml.js';

const matter = loadLate<typeof Matter>('gray-matter');

/** A file's front matter, its keys in lower case, and the body below it. */
export interface FrontMatter {
  /**
   * Values as written: texts, lists and maps. YAML scalars are always text (`1.10`, `yes`, `2020-01-31` stay what they
   * are); an empty value is undefined. TOML and JSON give numbers, booleans and dates (as RFC 3339 text) as well.
   */
  data: Map<string, unknown>;
  body: string;
  /** 1-based line of the file at which the body begins. */
  bodyLine: number;
  /** 1-based line of a key. */
  lineOf(key: string): number;
  findings: Finding[];
  /** The file must not be used; `findings` say why. */
  broken: boolean;
}

/** The languages that are read; anything else behind the fence is refused, so nothing is ever run. */
type Language = 'yaml' | 'toml' | 'json';

interface Block {
  language: Language;
  /** The text between the fences. */
  text: string;
  /** 1-based line of the file at which `text` begins. */
  line: number;
  body: string;
}

/** Splits and reads a file's front matter, whatever its form: `---`, `+++`, `;;;`, `{…}`, or Hexo's without a first fence. */
export function readFrontMatter(source: string): FrontMatter {
  const findings: Finding[] = [];
  const found = findBlock(source, findings);
  if (found === 'broken') return plain(source, 1, findings, true);
  if (!found) {
    findings.push({
      line: 1,
      rule: 'front-matter-missing',
      message: 'the file has no front matter',
      hint: 'begin it with --- , title: …, date: … and --- on lines of their own',
    });
    return plain(source, 1, findings, false);
  }

  const bodyLine = countLines(source.slice(0, source.length - found.body.length)) + 1;
  const data = parseBlock(found, findings);
  if (!data) return plain(found.body, bodyLine, findings, true);
  const lines = keyLines(found);
  return {
    data: foldKeys(data),
    body: found.body,
    bodyLine,
    lineOf: (key) => lines.get(key) ?? found.line,
    findings,
    broken: false,
  };
}

function plain(body: string, bodyLine: number, findings: Finding[], broken: boolean): FrontMatter {
  return { data: new Map(), body, bodyLine, lineOf: () => 1, findings, broken };
}

const FENCES: Record<string, Language> = { '---': 'yaml', '+++': 'toml', ';;;': 'json' };
const LANGUAGES: Record<string, Language> = { yaml: 'yaml', yml: 'yaml', toml: 'toml', json: 'json' };

function findBlock(source: string, findings: Finding[]): Block | 'broken' | undefined {
  const start = source.search(/\S/);
  if (start === -1) return undefined;
  const lead = source.slice(0, source.lastIndexOf('\n', start) + 1);
  const rest = source.slice(lead.length);
  const first = /^[^\n]*/.exec(rest)?.[0] ?? '';
  const line = countLines(lead) + 1;

  const fence = /^(---|\+\+\+|;;;)[ \t]*([\w-]*)[ \t]*$/.exec(first);
  if (fence) {
    const [, mark = '---', word = ''] = fence;
    const language = word === '' ? FENCES[mark] : LANGUAGES[word.toLowerCase()];
    if (!language) {
      findings.push({
        line,
        rule: 'front-matter-code',
        message: `front matter in "${word}" is not read: only YAML, TOML and JSON are`,
        hint: 'write it as YAML between two --- lines',
      });
      return 'broken';
    }
    // A thematic break at the top of a file without front matter looks like a fence; what follows it tells.
    if (mark === '---' && word === '' && !looksLikeFields(rest.slice(first.length + 1))) return undefined;
    if (lead !== '') findings.push(position(line));
    return closeBlock(rest, first, mark, language, line, findings);
  }
  if (/^"[^"]+"\s*:/.test(first) && /^;;;[ \t]*$/m.test(rest))
    return closeBlock(`;;;\n${rest}`, ';;;', ';;;', 'json', line - 1, findings);
  if (first.startsWith('{') && /^\{\s*("|\}|$)/.test(first)) return bareJson(rest, line);
  return hexoBlock(rest, line);
}

function position(line: number): Finding {
  return {
    line,
    rule: 'front-matter-position',
    message: 'there are blank lines before the front matter',
    hint: 'delete them: most generators read front matter only from the first line',
  };
}

function closeBlock(
  rest: string,
  first: string,
  mark: string,
  language: Language,
  line: number,
  findings: Finding[],
): Block | 'broken' {
  const escaped = mark.replace(/\+/g, '\\+');
  // YAML also ends a document with three dots (Pandoc, Jekyll).
  const closing = new RegExp(`^(?:${escaped}${language === 'yaml' ? '|\\.\\.\\.' : ''})[ \\t]*$`, 'm');
  const inner = rest.slice(first.length + 1);
  const found = closing.exec(inner);
  if (!found) {
    findings.push({
      line,
      rule: 'front-matter-unclosed',
      message: `the front matter begins with ${first.trim()} but no such line ends it`,
      hint: `put ${mark} on a line of its own below the last field`,
    });
    return 'broken';
  }
  const text = inner.slice(0, found.index);
  const body = inner.slice(found.index + found[0].length + 1);
  return { language, text: mark === ';;;' ? `{${text}}` : text, line: line + 1, body };
}

/** Whether what stands between two `---` is front matter rather than prose between two rules. */
function looksLikeFields(text: string): boolean {
  const inner = text.slice(0, /^(?:---|\.\.\.)[ \t]*$/m.exec(text)?.index);
  const first = /\S/.exec(inner)?.[0] ?? '';
  return first === '' || /[#{[?&!-]/.test(first) || /^[ \t]*["'“]?[\p{L}_][\p{L}\w.-]*["'”]?[ \t]*[:：=]/mu.test(inner);
}

/** Hugo's JSON front matter: an object at the very start, without fences. */
function bareJson(rest: string, line: number): Block | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < rest.length; at++) {
    const char = rest[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) {
      const end = /^[ \t]*(?:\n|$)/.exec(rest.slice(at + 1));
      return end
        ? { language: 'json', text: rest.slice(0, at + 1), line, body: rest.slice(at + 1 + end[0].length) }
        : undefined;
    }
  }
  return undefined;
}

/** Hexo needs no first fence: fields, then a line of dashes. Only taken when every line before the dashes belongs to a field. */
function hexoBlock(rest: string, line: number): Block | undefined {
  const end = /^---[ \t]*$/m.exec(rest);
  if (!end || end.index === 0) return undefined;
  const text = rest.slice(0, end.index);
  const fields = text.split('\n').every((each) => /^\s*$|^#|^[A-Za-z_][\w-]*[ \t]*:(\s|$)|^\s+\S|^-\s/.test(each));
  if (!fields || !/^(title|date)[ \t]*:/m.test(text)) return undefined;
  return { language: 'yaml', text, line, body: rest.slice(end.index + end[0].length + 1) };
}

function parseBlock(block: Block, findings: Finding[]): Record<string, unknown> | undefined {
  let data: unknown;
  try {
    // gray-matter is given one well-formed pair of fences and three engines, none of which can run code. Options are
    // always passed: without them it caches by content and hands out what an earlier fault left behind.
    data = matter()(`---\n${block.text.replace(/^---/gm, ' ---').replace(/\n$/, '')}\n---\n`, {
      language: block.language,
      engines: {
        yaml: (text: string) => parseYaml(text, block.line, findings),
        toml: (text: string) => parseTomlBlock(text, block.line, findings),
        json: (text: string) => JSON.parse(text) as object,
        javascript: refuse,
        coffee: refuse,
      },
    }).data;
  } catch (error) {
    findings.push(syntaxFault(block, error));
    return undefined;
  }
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Record<string, unknown>;
  findings.push({
    line: block.line,
    rule: 'front-matter-syntax',
    message: 'the front matter is not a list of fields',
    hint: 'write one field a line, as in title: Hello',
  });
  return undefined;
}

function refuse(): never {
  throw new Error('front matter never runs code');
}

function syntaxFault(block: Block, error: unknown): Finding {
  const located = error instanceof TomlError || error instanceof YamlFault;
  const offset = located ? error.line - 1 : jsonErrorLine(block.text, error);
  const message = error instanceof Error ? (error.message.split('\n')[0] as string) : String(error);
  return {
    line: block.line + offset,
    rule: 'front-matter-syntax',
    message: `the front matter is not ${block.language.toUpperCase()}: ${message}`,
    hint: `mend the ${block.language.toUpperCase()} there`,
  };
}

/** JSON.parse says where by offset only (`… at position 17`). */
function jsonErrorLine(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? 0 : countLines(text.slice(0, Number(position)));
}

/** Lines of the top-level keys, in lower case. */
function keyLines(block: Block): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of block.text.split('\n').entries()) {
    const key = /^\s{0,2}["']?([\p{L}_][\p{L}\w-]*)["']?\s*[:：=]/u.exec(line)?.[1]?.toLowerCase();
    if (key && !lines.has(key)) lines.set(key, block.line + index);
  }
  return lines;
}

function foldKeys(data: Record<string, unknown>): Map<string, unknown> {
  const folded = new Map<string, unknown>();
  for (const key of Object.keys(data)) {
    const value = data[key];
    const name = key.toLowerCase();
    if (value !== null && value !== undefined && (name === key || !folded.has(name))) folded.set(name, value);
  }
  return folded;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
