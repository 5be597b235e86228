import { calendarParts } from './calendar-parts.js';
import type { FrontMatter } from './front-matter.js';
import { fromJekyll, HUGO_TOKENS, translatePermalink } from './permalink-tokens.js';
import { encodeKeeping, type PathParts, withSlash } from './post-address.js';
import { type Moment, momentIn } from './read-date.js';
import type { Fields } from './read-fields.js';
import { type Spelling, spellName } from './spell-name.js';

/** The generators whose own rules for addresses Postrider knows. */
export type Generator = keyof typeof RULES;

/** A post whose address is wanted. */
export interface Addressed {
  /** Relative to the content folder, with `/`. */
  path: string;
  parts: PathParts;
  fields: Fields;
  front: FrontMatter;
  date: Moment;
}

export interface GeneratorOptions {
  generator: Generator;
  /** How names are spelled, when not as the generator does by default. */
  spelling?: Spelling;
  permalink: string;
  /** Addresses are below it: what follows the host stays in front of every one. */
  siteUrl: string;
  language: string;
  timezone: string;
}

/** What a generator makes of a post's names and fields. */
interface Rules {
  /** How names of files and folders, and slugs, are spelled. */
  names: Spelling;
  /** How titles and categories are spelled. */
  terms: Spelling;
  /** Dates are shown in the site's zone, whatever zone they were written in. */
  siteZone?: boolean;
  /** What stands for the categories of a post without one. */
  noCategory?: string;
  /** Front matter `slug` means nothing to it. */
  ignoresSlug?: boolean;
  /** A folder such as `zh` is no language to it, only a suffix (`a.zh.md`) is. */
  languageBySuffix?: boolean;
  /** The address a post gives itself, as a permalink; '' for none. */
  own(post: Addressed, locale: string): string;
  categories?(post: Addressed): string[];
}

const RULES = {
  hugo: { names: 'hugo', terms: 'hugo', own: hugoUrl },
  hexo: {
    names: 'kept',
    terms: 'hexo',
    siteZone: true,
    noCategory: 'uncategorized',
    ignoresSlug: true,
    own: ({ front }) => textOf(front, 'permalink'),
  },
  jekyll: {
    names: 'jekyll',
    terms: 'kept',
    siteZone: true,
    own: ({ front }) => {
      const permalink = textOf(front, 'permalink');
      return permalink === '' ? '' : fromJekyll(permalink).permalink;
    },
    categories: jekyllCategories,
  },
  zola: { names: 'zola', terms: 'zola', languageBySuffix: true, own: ({ front }) => slashed(textOf(front, 'path')) },
  docusaurus: { names: 'kept', terms: 'kept', own: () => '' },
  astro: { names: 'astro', terms: 'astro', own: () => '' },
} satisfies Record<string, Rules>;

/** Where a post is on a site made by a generator. @returns an absolute URL; undefined when it would be none */
export function generatorAddress(post: Addressed, options: GeneratorOptions): string | undefined {
  const rules: Rules = RULES[options.generator];
  const locale = localeOf(post, options.language, rules);
  const own = rules.own(post, locale);
  const values = addressValues(post, options, rules, locale);
  const filled = (own || options.permalink).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  if (/^https?:\/\//i.test(filled)) return URL.canParse(filled) ? new URL(filled).href : undefined;
  const below = encodeKeeping(filled.replace(/\/{2,}/g, '/').replace(/^\//, ''));
  const base = withSlash(options.siteUrl);
  return URL.canParse(`./${below}`, base) ? new URL(`./${below}`, base).href : undefined;
}

function addressValues(
  post: Addressed,
  options: GeneratorOptions,
  rules: Rules,
  locale: string,
): Record<string, string> {
  const names = options.spelling ?? rules.names;
  const terms = options.spelling ?? rules.terms;
  const { parts, fields, path } = post;
  const { iso } = rules.siteZone ? momentIn(post.date.time, options.timezone) : post.date;
  const places = placesOf(path, parts);
  const spellPath = (folders: string[]) => folders.map((name) => spellName(name, names)).join('/');
  const written = rules.ignoresSlug ? '' : fields.slug;
  const own = spellName(written, names);
  const file = spellName(places.file, names);
  const title = spellName(fields.title, terms);
  const categories = rules.categories?.(post) ?? fields.categories.map((term) => spellName(term, terms));
  const slug = own || spellName(parts.slug, names);
  return {
    ...calendarParts(iso),
    year: iso.slice(0, 4),
    month: iso.slice(5, 7),
    day: iso.slice(8, 10),
    slug,
    path: [
      ...parts.path
        .split('/')
        .slice(0, -1)
        .map((name) => spellName(name, names)),
      slug,
    ].join('/'),
    section: spellName(parts.section, names),
    lang: parts.lang || fields.lang || options.language,
    locale,
    folders: spellPath(places.folders),
    sections: spellPath(places.sections),
    file,
    slugOrFile: own || file,
    title,
    slugOrTitle: own || title,
    categories: categories.length > 0 ? [...new Set(categories)].join('/') : (rules.noCategory ?? ''),
    filePath: [...places.allFolders, places.fileName].join('/'),
    fileName: places.fileName,
    datedPath: written || datedPath(path),
    entry: written || [...places.folders.map((name) => spellName(name, names)), file].join('/'),
  };
}

/** A path's folders and name, the way each generator's tokens want them. */
function placesOf(path: string, parts: PathParts) {
  const allFolders = path.split('/');
  const last = (allFolders.pop() as string).replace(/\.[^.]+$/, '');
  const fileName = parts.langSuffix === '' ? last : last.slice(0, -parts.langSuffix.length - 1);
  const isBundle = /^_?index$/i.test(fileName) && allFolders.length > 0;
  const folders = isBundle ? allFolders.slice(0, -1) : allFolders;
  return {
    allFolders,
    fileName,
    folders,
    /** Below the language's folder. */
    sections: parts.lang !== '' && parts.langSuffix === '' ? folders.slice(1) : folders,
    file: isBundle ? (allFolders.at(-1) as string) : fileName,
  };
}

/** The part of the address that names the language; '' in the site's own. */
function localeOf({ parts }: Addressed, siteLanguage: string, rules: Rules): string {
  const lang = rules.languageBySuffix ? parts.langSuffix : parts.lang;
  const [own, site] = [lang, siteLanguage].map((tag) => tag.toLowerCase().replace('_', '-')) as [string, string];
  return own === site || own === site.split('-')[0] ? '' : own;
}

/** Docusaurus makes folders of a date in the path: `2019-09-05-hello/index.md` is at `2019/09/05/hello`. */
function datedPath(path: string): string {
  const dated = /^(.*?)(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:\/index)?\.(?:mdx?|markdown)$/.exec(path);
  if (!dated) return path.replace(/(?:\/index)?\.\w+$/, '');
  const [, folder = '', date = '', text = ''] = dated;
  return `${date.replaceAll('-', '/')}/${folder}${text}`;
}

/** Hugo's `url`: without a slash in front it is below the language; without a dot it is a folder. */
function hugoUrl({ front }: Addressed, locale: string): string {
  const url = textOf(front, 'url');
  if (url === '') return '';
  const { permalink } = translatePermalink(url, HUGO_TOKENS);
  const prefix = url.startsWith('/') || locale === '' ? '' : `/${locale}`;
  return prefix + (permalink.includes('.') ? permalink : slashed(permalink));
}

/** The folders above `_posts`, then `categories` (in a text, spaces are between them), then `category`. */
function jekyllCategories({ path, front }: Addressed): string[] {
  const folders = path.split('/');
  const above = folders.slice(0, Math.max(0, folders.indexOf('_posts')));
  const many = front.data.get('categories');
  const one = front.data.get('category');
  const lists = [typeof many === 'string' ? many.split(/\s+/) : (many ?? []), one === undefined ? [] : [one]];
  const written = lists.flat(2).filter((each): each is string => typeof each === 'string' && each !== '');
  return [...above, ...written].map((category) => category.toLowerCase());
}

function textOf(front: FrontMatter, key: string): string {
  const value = front.data.get(key);
  return typeof value === 'string' ? value.trim() : '';
}

function slashed(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}
