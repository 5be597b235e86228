import { parse, TomlDate } from 'smol-toml';
import type { Finding } from './lint-rules.js';

/**
 * Reads TOML front matter; dates become the text they were written as (an offset is kept, a local one has none).
 * A text without quotes, quotes of the wrong kind and a key that is there twice are set right, with a finding.
 * @param line 1-based line of the file at which the text begins (or the line before it, when it begins with a line break)
 * @throws {TomlError} when it is no TOML, however kindly read
 */
export function parseTomlBlock(text: string, line: number, findings: Finding[]): Record<string, unknown> {
  try {
    return plainDates(parse(text)) as Record<string, unknown>;
  } catch (fault) {
    const repaired = repair(text);
    if (repaired.lines.length === 0) throw fault;
    const data = plainDates(parse(repaired.text)) as Record<string, unknown>;
    for (const at of repaired.lines) {
      findings.push({
        line: line + at - (text.startsWith('\n') ? 1 : 0),
        rule: 'front-matter-repaired',
        message: 'this line is not valid TOML, but its meaning is clear',
        hint: 'put " around a text, and each key once',
      });
    }
    return data;
  }
}

/** @returns the text with mended lines, and which (0-based) they were */
function repair(text: string): { text: string; lines: number[] } {
  const lines = text.split('\n');
  const mended: number[] = [];
  const seen = new Map<string, number>();
  let table = '';
  for (const [at, line] of lines.entries()) {
    if (/^\s*\[/.test(line)) table = line.trim();
    const field = /^(\s*)([A-Za-z_][\w-]*)\s*[=＝]\s*(.+?)\s*$/.exec(line);
    if (!field) continue;
    const [, lead = '', key = '', value = ''] = field;
    if (!parses(line) && !/^("""|'''|[[{])/.test(value)) {
      lines[at] = `${lead}${key} = ${JSON.stringify(value.replace(/^["“”']|["“”']$/g, ''))}`;
      mended.push(at);
    }
    const earlier = seen.get(table + key);
    if (earlier !== undefined) {
      lines[earlier] = '';
      mended.push(at);
    }
    seen.set(table + key, at);
  }
  return { text: lines.join('\n'), lines: [...new Set(mended)] };
}

function parses(line: string): boolean {
  try {
    parse(line);
    return true;
  } catch {
    return false; // that is what was asked
  }
}

function plainDates(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainDates(each)]));
}
