import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEXO_TOKENS, translatePermalink } from '../permalink-tokens.js';
import {
  asLanguage,
  asList,
  asMap,
  asText,
  asTimezone,
  faultNote,
  isFile,
  isFolder,
  joinUrl,
  readSettings,
  unknownTokens,
} from './site-folder.js';
import type { SitePreset } from './site-preset.js';

/** Hexo 8's defaults: https://hexo.io/docs/configuration */
const DEFAULTS = { permalink: ':year/:month/:day/:title/', newPostName: ':title.md', sourceDir: 'source' };
/** Keys no other generator with a `_config.yml` has. */
const OWN_KEYS = ['source_dir', 'public_dir', 'new_post_name', 'post_asset_folder', 'per_page'];

/** A site of Hexo, from its `_config.yml`; undefined when it is none (Jekyll has a file of the same name). */
export function recogniseHexo(dir: string): SitePreset | undefined {
  const settings = readSettings(dir, ['_config.yml', '_config.yaml', '_config.json']);
  if (!settings) return undefined;
  const { data, source } = settings;
  const sourceDir = asText(data.source_dir) || DEFAULTS.sourceDir;
  const isHexo = dependsOnHexo(dir) || OWN_KEYS.some((key) => key in data) || isFolder(join(dir, sourceDir, '_posts'));
  if (!isHexo) return undefined;

  const newPostName = asText(data.new_post_name) || DEFAULTS.newPostName;
  const { permalink, unknown } = translatePermalink(asText(data.permalink) || DEFAULTS.permalink, {
    ...HEXO_TOKENS,
    // Where new posts have their date in the file's name, Hexo takes it off again.
    ...(datedNames(newPostName) && { title: '{slug}', name: '{slug}' }),
  });
  const pretty = asMap(data.pretty_urls);
  return {
    generator: 'hexo',
    source,
    title: asText(data.title),
    description: asText(data.description),
    url: siteUrl(asText(data.url), asText(data.root)),
    language: asLanguage(asList(data.language)[0] ?? ''),
    timezone: asTimezone(asText(data.timezone)),
    contentPath: `${sourceDir}/_posts`,
    include: ['**/*.{md,markdown}'],
    // Hexo takes what begins with _ or ends in ~ or % for hidden or unfinished.
    exclude: ['**/_*', '**/_*/**'],
    permalink: pretty.trailing_html === false ? permalink.replace(/\.html$/, '') : permalink,
    notes: [
      ...faultNote(settings),
      ...unknownTokens(unknown, 'permalink'),
      ...nameNotes(newPostName),
      ...categoryNotes(permalink, data),
    ],
  };
}

function dependsOnHexo(dir: string): boolean {
  const path = join(dir, 'package.json');
  return isFile(path) && /"hexo"\s*:/.test(readFileSync(path, 'utf8'));
}

/** `url` has had the folder in it since Hexo 5; before, only `root` had. */
function siteUrl(url: string, root: string): string {
  const folder = root.replace(/^\/+|\/+$/g, '');
  const site = joinUrl(url);
  return site === '' || folder === '' || new URL(site).pathname.replace(/\/+$/, '').endsWith(`/${folder}`)
    ? site
    : joinUrl(site, folder);
}

function datedNames(newPostName: string): boolean {
  return /^:year-(:month|:i_month)-(:day|:i_day)-:title\.\w+$/.test(newPostName);
}

function nameNotes(newPostName: string): string[] {
  if (/^:title\.\w+$/.test(newPostName) || datedNames(newPostName)) return [];
  return [`new_post_name is ${newPostName}: check the addresses of a few posts, Postrider takes the whole file name`];
}

function categoryNotes(permalink: string, data: Record<string, unknown>): string[] {
  if (!permalink.includes('{categories}')) return [];
  const mapped = Object.keys(asMap(data.category_map)).length > 0;
  const other = asText(data.default_category);
  return [
    ...(mapped ? ['category_map renames categories in addresses, which Postrider does not know'] : []),
    ...(other !== '' && other !== 'uncategorized'
      ? [`posts without a category are below ${other}, which Postrider takes for uncategorized`]
      : []),
  ];
}
