import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { parseJsObjects } from './parse-js-objects.js';

/** The settings of a site, as its config file has them. */
export interface Settings {
  /** Relative to the site's folder. */
  source: string;
  data: Record<string, unknown>;
  /** Why the file says nothing, when it could not be read. */
  fault?: string;
}

/** The first of the files that is there, read by its extension; nothing in it is ever run. */
export function readSettings(dir: string, names: readonly string[]): Settings | undefined {
  const source = names.find((name) => isFile(join(dir, name)));
  if (source === undefined) return undefined;
  try {
    const value = parseSettings(source, readFileSync(join(dir, source), 'utf8').replace(/^\uFEFF/, ''));
    return { source, data: asMap(value) };
  } catch (error) {
    const [fault] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { source, data: {}, fault };
  }
}

function parseSettings(name: string, text: string): unknown {
  if (name.endsWith('.toml')) return parseToml(text);
  if (name.endsWith('.json')) return JSON.parse(text);
  if (/\.[cm]?[jt]s$/.test(name)) return mergeObjects(parseJsObjects(text));
  return parseYaml(text, { maxAliasCount: 50, logLevel: 'error' });
}

/** A script may keep its settings in several objects; what is named first counts. */
function mergeObjects(objects: Record<string, unknown>[]): Record<string, unknown> {
  return Object.assign({}, ...objects.toReversed());
}

export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

export function foldersIn(dir: string): string[] {
  if (!isFolder(dir)) return [];
  const entries = readdirSync(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Paths of the files below a folder, with `/`. */
export function filesBelow(dir: string): string[] {
  if (!isFolder(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter(({ name }) => !/^(\.|node_modules$)/.test(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(dir, entry.name)).map((path) => `${entry.name}/${path}`)
        : entry.isFile()
          ? [entry.name]
          : [],
    )
    .sort();
}

export function countMarkdown(dir: string): number {
  return filesBelow(dir).filter((path) => /\.(md|markdown|mdx)$/i.test(path)).length;
}

export function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

export function asList(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each): each is string => typeof each === 'string' && each !== '');
}

/** `https://example.org` and `/docs/` as one address without a slash at its end; '' when the first is none. */
export function joinUrl(site: string, base = ''): string {
  if (!URL.canParse(site) || !/^https?:$/.test(new URL(site).protocol)) return '';
  return `${site.replace(/\/+$/, '')}/${base.replace(/^\/+/, '')}`.replace(/\/+$/, '');
}

/** A language as its BCP 47 tag; '' when it is none. */
export function asLanguage(value: string): string {
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-'))[0] ?? '';
  } catch {
    return ''; // names such as `default` say nothing
  }
}

/** A zone when the platform knows it, else ''. */
export function asTimezone(value: string): string {
  try {
    if (value !== '') new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    return ''; // a name of Windows, or a slip: Postrider could not use it either
  }
}

export function faultNote({ source, fault }: Settings): string[] {
  return fault === undefined ? [] : [`${source} could not be read (${fault}), so the generator's defaults are assumed`];
}

export function unknownTokens(unknown: readonly string[], key: string): string[] {
  if (unknown.length === 0) return [];
  return [`${key} uses ${unknown.join(', ')}, which Postrider does not know: mend content.permalink by hand`];
}
