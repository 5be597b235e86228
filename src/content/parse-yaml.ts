import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Finding } from './lint-rules.js';

/** More references than this to one anchor are a bomb, not front matter. */
const MAX_ALIASES = 50;
/** Brackets in brackets; no post needs more than three. */
const DEEPEST = 64;
/** Front matter of a post; anything beyond is data in the wrong place. */
const MAX_LENGTH = 200_000;

/**
 * Reads YAML the way its author meant it. Scalars stay text (failsafe schema), so `1.10`, `yes` and dates are not bent;
 * an unquoted `null` or `~` and an empty value are undefined. What is no YAML but clear (tabs, full-width colons and quotes, a colon in a title)
 * is repaired with a finding; then field by field is tried, so that one broken field costs only itself.
 * @param line 1-based line of the file at which the text begins
 * @throws when no field can be made out
 */
export function parseYaml(text: string, line: number, findings: Finding[]): Record<string, unknown> {
  if (text.length > MAX_LENGTH) throw new Error(`it is longer than ${MAX_LENGTH} characters`);
  const offset = text.startsWith('\n') ? line - 1 : line;
  const strict = tryParse(text);
  if (strict.value) {
    report(strict, offset, findings);
    return strict.value;
  }

  const fault = strict.fault as { message: string; line: number };
  const repaired = repair(text);
  const again = repaired === text ? strict : tryParse(repaired);
  if (again.value) {
    findings.push(repairFinding(fault, offset));
    report(again, offset, findings);
    return again.value;
  }
  return parseFieldByField(repaired, offset, fault, findings);
}

interface Parsed {
  value?: Record<string, unknown>;
  fault?: { message: string; line: number };
  duplicates: { key: string; line: number }[];
  /** Lines of texts in quotes of the wrong kind. */
  quotes: number[];
}

/** A text that somebody's keyboard put into “these” where YAML has "these". */
const WIDE_QUOTED = /^[“”„＂]([^“”„＂"]*)[“”„＂]$/;

function tryParse(text: string): Parsed {
  if (flowDepth(text) > DEEPEST)
    return { fault: { message: 'it is nested too deep', line: 1 }, duplicates: [], quotes: [] };
  const lines = new LineCounter();
  let document: Document;
  try {
    document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: lines,
    });
  } catch (error) {
    // The parser is recursive; text nested thousands deep exhausts the stack.
    return {
      fault: { message: error instanceof Error ? error.message : String(error), line: 1 },
      duplicates: [],
      quotes: [],
    };
  }
  const [error] = document.errors;
  if (error)
    return { fault: { message: error.message, line: lines.linePos(error.pos[0]).line }, duplicates: [], quotes: [] };
  if (document.contents === null) return { value: {}, duplicates: [], quotes: [] };
  if (!isMap(document.contents))
    return { fault: { message: 'it is not a list of fields', line: 1 }, duplicates: [], quotes: [] };

  const seen = new Set<string>();
  const duplicates: Parsed['duplicates'] = [];
  const quotes: number[] = [];
  for (const { key } of document.contents.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) duplicates.push({ key: name, line: lines.linePos(key.range?.[0] ?? 0).line });
    seen.add(name);
  }
  try {
    visit(document, {
      Scalar(_, node) {
        if (typeof node.value !== 'string') node.value = node.source ?? '';
        if (node.type !== 'PLAIN') return;
        const text = node.value as string;
        const inner = WIDE_QUOTED.exec(text)?.[1];
        if (/^(?:|~|null|Null|NULL)$/.test(text)) node.value = null;
        else if (inner !== undefined) {
          node.value = inner;
          quotes.push(lines.linePos(node.range?.[0] ?? 0).line);
        }
      },
    });
    const value = document.toJS({ maxAliasCount: MAX_ALIASES }) as Record<string, unknown>;
    return { value, duplicates, quotes };
  } catch (error) {
    return {
      fault: { message: error instanceof Error ? error.message : String(error), line: 1 },
      duplicates: [],
      quotes: [],
    };
  }
}

/** How deep brackets and braces are nested, those in texts included: deep ones exhaust the parser's stack, and time. */
function flowDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of text) {
    if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}

function report(parsed: Parsed, offset: number, findings: Finding[]): void {
  for (const { key, line } of parsed.duplicates) {
    findings.push({
      line: offset + line - 1,
      rule: 'duplicate-key',
      message: `"${key}" is there twice; this one counts`,
      hint: 'delete the other one',
    });
  }
  for (const line of parsed.quotes) {
    findings.push({
      line: offset + line - 1,
      rule: 'front-matter-repaired',
      message: 'quotes of the wrong kind (“ ”) stand around this text; they were left out',
      hint: 'use " or nothing',
    });
  }
}

function repairFinding(fault: { message: string; line: number }, offset: number): Finding {
  return {
    line: offset + fault.line - 1,
    rule: 'front-matter-repaired',
    message: `the front matter is not valid YAML (${fault.message.split('\n')[0]}), but its meaning is clear`,
    hint: 'use spaces instead of tabs, plain : and " instead of ： and “ ”, and quote a text that has a colon in it',
  };
}

const FIELD = /^([ ]*(?:-[ ]+)?)(["']?)([A-Za-z_][\w.-]*)\2[ ]*(?:[:：][ ]*)(.*)$/;

/** The same text with what authors commonly get wrong set right, line by line. */
function repair(source: string): string {
  const text = joinQuoted(source);
  let level = { indent: 0, full: false };
  let block = -1; // indentation of the key that opened a block scalar (`|`, `>`): its lines are text and left alone
  return text
    .split('\n')
    .map((line) => {
      const untabbed = line
        .replace(/^[ ]*\t[ \t]*/, (lead) => lead.replace(/\t/g, '  '))
        .replace(/\u00A0|\u3000/g, ' ');
      const indent = untabbed.length - untabbed.trimStart().length;
      if (block >= 0 && (untabbed.trim() === '' || indent > block)) return untabbed;
      block = -1;
      const field = FIELD.exec(untabbed);
      if (!field) return untabbed.replace(/^([ ]*-)(?=[^\s-])/, '$1 ');
      const [, lead = '', , key = '', value = ''] = field;
      if (/^[|>][+-]?\d?\s*$/.test(value)) block = lead.length;
      // Only a key without a value has others below it, further in.
      if (lead.trim() === '' && lead.length > level.indent && level.full)
        return `${' '.repeat(level.indent)}${key}: ${repairValue(value.trim())}`;
      level = { indent: lead.length, full: value.trim() !== '' && !lead.includes('-') };
      return `${lead}${key}: ${repairValue(value.replace(/\t/g, ' ').trim())}`;
    })
    .join('\n');
}

/** A quoted text that goes on at the start of the next lines, as one line; blank lines keep the line count. */
function joinQuoted(text: string): string {
  return text.replace(
    /^([A-Za-z_][\w.-]*[ ]*[:：][ ]*"(?:[^"\\\n]|\\.)*)((?:\n(?![A-Za-z_][\w.-]*:[ ])(?:[^"\\\n]|\\.)*){1,40}")[ ]*$/gm,
    (_, start: string, rest: string) => {
      const lines = rest.split('\n').slice(1);
      return `${start} ${lines.map((line) => line.trim()).join(' ')}${'\n'.repeat(lines.length)}`.replace(
        /\s+"(?=\n*$)/,
        '"',
      );
    },
  );
}

/** A value that YAML takes as it is stays; any other is quoted. */
function repairValue(value: string): string {
  if (value === '') return value;
  const list = /^[[［【](.*)[\]］】]$/.exec(value);
  if (list && !parses(value)) {
    const items = (list[1] as string).split(/[,，]/).map((item) => quote(unquote(item.trim())));
    return `[${items.join(', ')}]`;
  }
  const curly = /^[“”„「『＂](.*)[“”「」』＂]$/.exec(value);
  if (curly && !/[“”「」『』]/.test(curly[1] as string)) return quote(curly[1] as string);
  if (/^[|>]/.test(value) || parses(value)) return value;
  return quote(unquote(value));
}

function parses(value: string): boolean {
  return tryParse(`key: ${value}`).value !== undefined;
}

function unquote(value: string): string {
  return value.replace(/^(["'“”‘’])(.*)["'“”‘’]$/, '$2').replace(/^["'“‘](?=[^"'”’]*$)/, '');
}

function quote(value: string): string {
  return `"${value.replace(/\\(?!["\\])/g, '\\\\').replace(/(?<!\\)"/g, '\\"')}"`;
}

/** Each top-level field on its own; broken ones are left out with a finding. */
function parseFieldByField(
  text: string,
  offset: number,
  fault: { message: string; line: number },
  findings: Finding[],
): Record<string, unknown> {
  const data: [string, unknown][] = [];
  const left: Finding[] = [];
  for (const { chunk, line } of topLevelChunks(text)) {
    const { value, fault: own } = tryParse(chunk);
    if (value) data.push(...Object.entries(value));
    else {
      left.push({
        line: offset + line - 1 + ((own?.line ?? 1) - 1),
        rule: 'front-matter-repaired',
        message: `this field of the front matter was left out: ${own?.message.split('\n')[0]}`,
        hint: 'mend the YAML there',
      });
    }
  }
  if (data.length === 0 || left.length > data.length) {
    throw new YamlFault(fault.message.split('\n')[0] as string, fault.line + (text.startsWith('\n') ? -1 : 0));
  }
  findings.push(...left);
  return Object.fromEntries(data);
}

/** YAML nobody can read. `line` is 1-based within the front matter. */
export class YamlFault extends Error {
  override readonly name = 'YamlFault';
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

function topLevelChunks(text: string): { chunk: string; line: number }[] {
  const chunks: { chunk: string; line: number }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const last = chunks.at(-1);
    if (/^[^\s#-][^:]*:/.test(line) || !last) chunks.push({ chunk: line, line: index + 1 });
    else last.chunk += `\n${line}`;
  }
  return chunks.filter(({ chunk }) => chunk.trim() !== '');
}
