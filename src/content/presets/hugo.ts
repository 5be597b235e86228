import { join } from 'node:path';
import { HUGO_TOKENS, translatePermalink } from '../permalink-tokens.js';
import {
  asLanguage,
  asList,
  asMap,
  asText,
  asTimezone,
  countMarkdown,
  faultNote,
  filesBelow,
  foldersIn,
  isFolder,
  joinUrl,
  readSettings,
  type Settings,
  unknownTokens,
} from './site-folder.js';
import type { SitePreset } from './site-preset.js';

const EXTENSIONS = ['toml', 'yaml', 'yml', 'json'];
const named = (name: string) => EXTENSIONS.map((extension) => `${name}.${extension}`);
/** https://gohugo.io/configuration/introduction/ */
const CONFIG_FILES = [...named('hugo'), ...named('config')];
/** A file each for the parts of the config. */
const CONFIG_FOLDER = 'config/_default';
/** Sections of this name are where sites have their articles. */
const BLOG_SECTIONS = ['blog', 'posts', 'post', 'articles', 'article', 'news'];

/** A site of Hugo, from its config file or folder; undefined when it is none. */
export function recogniseHugo(dir: string): SitePreset | undefined {
  const settings = readHugoSettings(dir);
  if (!settings) return undefined;
  const { data, source } = settings;
  const places = contentPlaces(dir, data);
  const sections = chooseSections(dir, data, places);
  const permalink = permalinkOf(data, sections, places);
  const lowered = data.disablepathtolower !== true;
  return {
    generator: 'hugo',
    source,
    title: asText(data.title) || asText(languageSettings(data).title),
    description: asText(asMap(data.params).description),
    url: joinUrl(asText(data.baseurl)),
    language: asLanguage(siteLanguage(data)),
    timezone: asTimezone(asText(data.timezone)),
    contentPath: places.root,
    include: places.folders.flatMap((folder) =>
      sections.length === 0 ? [`${folder}**/*.md`] : sections.map((section) => `${folder}${section}/**/*.md`),
    ),
    exclude: ['**/_index.md', '**/_index.*.md'],
    permalink: permalink.permalink,
    ...(!lowered && { spelling: 'hugo-cased' as const }),
    notes: [...faultNote(settings), ...sectionNotes(dir, places, sections), ...permalink.notes, ...mountNotes(data)],
  };
}

/** Keys in lower case, as Hugo takes them in any case. */
function readHugoSettings(dir: string): Settings | undefined {
  const file = readSettings(dir, CONFIG_FILES);
  const parts = filesBelow(join(dir, CONFIG_FOLDER)).filter((name) => /^[\w.-]+\.(toml|ya?ml|json)$/.test(name));
  if (!file && parts.length === 0) return undefined;
  let data: Record<string, unknown> = {};
  let [source, fault] = [file?.source ?? '', file?.fault];
  for (const part of parts) {
    const settings = readSettings(dir, [`${CONFIG_FOLDER}/${part}`]) as Settings;
    fault ??= settings.fault;
    const key = part.replace(/\.\w+$/, '');
    if (/^(hugo|config)$/.test(key)) {
      source ||= settings.source;
      data = { ...data, ...settings.data };
    } else if (/^(languages|permalinks|params|module|frontmatter)$/.test(key)) data[key] = settings.data;
    else if (/^(languages|params)\./.test(key)) {
      const [group = '', name = ''] = key.split('.');
      data[group] = { ...asMap(data[group]), [name]: settings.data };
    }
  }
  const lower = (map: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value]));
  data = { ...lower(data), ...lower(file?.data ?? {}) };
  // Other programs have a `config.toml` too, Zola first of all.
  if (source.startsWith('config.') && !isHugos(dir, data)) return undefined;
  return { source: source || CONFIG_FOLDER, data, fault };
}

function isHugos(dir: string, data: Record<string, unknown>): boolean {
  const folders = ['archetypes', 'layouts', 'themes', 'content'].filter((name) => isFolder(join(dir, name)));
  return !('base_url' in data) && ('baseurl' in data || folders.length > 1);
}

interface Places {
  /** The content folder, relative to the site's. */
  root: string;
  /** Folders in it that posts are in, each `''` or ending in `/`: one a language where languages have their own. */
  folders: string[];
  /** Languages have folders of their own below the root. */
  languageFolders: boolean;
  multilingual: boolean;
}

function contentPlaces(dir: string, data: Record<string, unknown>): Places {
  const [mounted, ...others] = contentMounts(data);
  const root = trimmed((others.length === 0 && mounted) || asText(data.contentdir) || 'content');
  const languages = Object.entries(asMap(data.languages)).filter(([, value]) => asMap(value).disabled !== true);
  const own = languages.map(([, value]) => {
    const settings = asMap(value);
    return trimmed(asText(settings.contentDir) || asText(settings.contentdir));
  });
  const multilingual = languages.length > 1;
  const used = own.filter((folder) => folder !== '' && isFolder(join(dir, folder)));
  const [only] = used;
  if (only === undefined) return { root, folders: [''], languageFolders: false, multilingual };
  const parent = used.map(parentOf).every((each) => each === parentOf(only)) ? parentOf(only) : undefined;
  if (!multilingual || parent === undefined) return { root: only, folders: [''], languageFolders: false, multilingual };
  return {
    root: parent || '.',
    folders: used.map((folder) => `${baseOf(folder)}/`),
    languageFolders: true,
    multilingual,
  };
}

/** The sections that are articles: what the config says, else those of a usual name, else Hugo's own rule. */
function chooseSections(dir: string, data: Record<string, unknown>, places: Places): string[] {
  const params = asMap(data.params);
  const said = [...asList(data.mainsections), ...asList(params.mainSections ?? params.mainsections)];
  const counted = countSections(dir, places);
  const there = said.filter((section) => counted.has(section));
  if (there.length > 0) return [...new Set(there)];
  const usual = BLOG_SECTIONS.filter((section) => (counted.get(section) ?? 0) > 0);
  if (usual.length > 0) return usual;
  const [largest] = [...counted].sort((a, b) => b[1] - a[1]);
  return largest && largest[1] > 0 ? [largest[0]] : [];
}

function countSections(dir: string, { root, folders }: Places): Map<string, number> {
  const counted = new Map<string, number>();
  for (const folder of folders) {
    for (const section of foldersIn(join(dir, root, folder))) {
      counted.set(section, (counted.get(section) ?? 0) + countMarkdown(join(dir, root, folder, section)));
    }
  }
  return counted;
}

function sectionNotes(dir: string, places: Places, sections: string[]): string[] {
  const others = [...countSections(dir, places)].filter(([name, count]) => count > 0 && !sections.includes(name));
  if (sections.length === 0 || others.length === 0) return [];
  const names = others.map(([name, count]) => `${name} (${count})`).join(', ');
  return [`taken as articles: ${sections.join(', ')}; left out: ${names}. Add to content.include what is missing`];
}

/** The default is the path; `permalinks` says otherwise for a section. */
function permalinkOf(data: Record<string, unknown>, sections: string[], places: Places) {
  const all = asMap(data.permalinks);
  const patterns = { ...all, ...asMap(all.page) };
  const configured = sections.map((section) => asText(patterns[section]));
  const [first = ''] = configured;
  const notes =
    new Set(configured).size > 1
      ? [`sections ${sections.join(', ')} have different permalinks; content.permalink is that of ${sections[0]}`]
      : [];
  if (Array.isArray(data.permalinks)) notes.push('permalinks is a list, which was not read: see content.permalink');
  const dateFirst = asList(asMap(data.frontmatter).date).some((each) => each === ':filename');
  const name = dateFirst ? '{slug}' : '{slugOrFile}';
  const byPath = `/${places.languageFolders ? '{sections}' : '{folders}'}/${name}/`;
  const translated = first === '' ? { permalink: byPath, unknown: [] } : translatePermalink(first, HUGO_TOKENS);
  const ugly = data.uglyurls === true || asMap(data.uglyurls)[sections[0] ?? ''] === true;
  const bare = translated.permalink.replace(/\/+$/, '');
  const ending = /\.html?$/.test(bare) ? '' : ugly ? '.html' : '/';
  const prefix = places.multilingual ? (data.defaultcontentlanguageinsubdir === true ? '/{lang}' : '/{locale}') : '';
  notes.push(...unknownTokens(translated.unknown, `permalinks.${sections[0]}`));
  return { permalink: prefix + bare + ending, notes };
}

/** Folders that are put in the place of `content`. */
function contentMounts(data: Record<string, unknown>): string[] {
  const { mounts } = asMap(data.module);
  const all = Array.isArray(mounts) ? mounts.map(asMap) : [];
  return all.filter(({ target }) => /^content(\/|$)/.test(asText(target))).map(({ source }) => asText(source));
}

function mountNotes(data: Record<string, unknown>): string[] {
  if (contentMounts(data).length < 2) return [];
  return ['module.mounts puts content together from several folders, of which Postrider reads one'];
}

function languageSettings(data: Record<string, unknown>): Record<string, unknown> {
  return asMap(asMap(data.languages)[asText(data.defaultcontentlanguage) || 'en']);
}

function siteLanguage(data: Record<string, unknown>): string {
  const own = languageSettings(data);
  const code = [own.languageCode, own.languagecode, own.locale, data.languagecode, data.locale].map(asText);
  return code.find(Boolean) || asText(data.defaultcontentlanguage) || 'en';
}

const trimmed = (path: string) => path.replace(/^\.?\/+|\/+$/g, '');
const parentOf = (path: string) => path.split('/').slice(0, -1).join('/');
const baseOf = (path: string) => path.split('/').at(-1) as string;
