import { join } from 'node:path';
import type { Spelling } from '../spell-name.js';
import { asLanguage, asMap, asText, faultNote, filesBelow, isFolder, joinUrl, readSettings } from './site-folder.js';
import type { SitePreset } from './site-preset.js';

/** What `slugify.paths` may be: https://www.getzola.org/documentation/getting-started/configuration/ */
const SPELLINGS: Record<string, Spelling> = { safe: 'zola-safe', off: 'kept' };

/** A site of Zola, from its `zola.toml` or `config.toml`; undefined when it is none (Hugo has a file of the same name). */
export function recogniseZola(dir: string): SitePreset | undefined {
  const settings = readSettings(dir, ['zola.toml', 'config.toml']);
  if (!settings || !(settings.source === 'zola.toml' || 'base_url' in settings.data || hasZolaFolders(dir))) {
    return undefined;
  }
  const { data, source } = settings;
  const slugify = asMap(data.slugify);
  const spelling = SPELLINGS[asText(slugify.paths)];
  const languages = Object.keys(asMap(data.languages));
  const name = slugify.paths_keep_dates === true ? '{slugOrFile}' : '{slug}';
  return {
    generator: 'zola',
    source,
    title: asText(data.title),
    description: asText(data.description),
    url: joinUrl(asText(data.base_url)),
    language: asLanguage(asText(data.default_language) || 'en'),
    timezone: '',
    contentPath: 'content',
    include: ['**/*.md'],
    exclude: ['**/_index.md', '**/_index.*.md'],
    permalink: `${languages.length > 0 ? '/{locale}' : ''}/{folders}/${name}/`,
    ...(spelling && { spelling }),
    notes: [...faultNote(settings), ...(spelling ? [] : transliterationNotes(dir))],
  };
}

function hasZolaFolders(dir: string): boolean {
  return isFolder(join(dir, 'templates')) && isFolder(join(dir, 'content')) && isFolder(join(dir, 'sass'));
}

/** Zola writes 日本 as `ri-ben`; its table for that is not ours. */
function transliterationNotes(dir: string): string[] {
  const foreign = filesBelow(join(dir, 'content')).filter((path) => /\.md$/.test(path) && /[^\p{ASCII}]/u.test(path));
  const beyondLatin = foreign.filter((path) => /(?!\p{Script=Latin})\p{L}/u.test(path));
  const [first] = beyondLatin;
  if (first === undefined) return [];
  const count = beyondLatin.length === 1 ? first : `${first} and ${beyondLatin.length - 1} more`;
  return [
    `Zola writes names such as ${count} in Latin letters, Postrider does not: give these posts a slug or a path, or set slugify.paths = "safe"`,
  ];
}
