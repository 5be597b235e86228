import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asLanguage,
  asMap,
  asText,
  countMarkdown,
  faultNote,
  filesBelow,
  foldersIn,
  isFile,
  isFolder,
  joinUrl,
  readSettings,
} from './site-folder.js';
import type { SitePreset } from './site-preset.js';

const CONFIG_FILES = ['mjs', 'ts', 'js', 'mts', 'cjs', 'cts'].map((extension) => `astro.config.${extension}`);
/** Collections of this name are where sites have their articles. */
const BLOG_COLLECTIONS = ['blog', 'posts', 'post', 'articles', 'news'];
/** A page for each entry of a collection: `[...slug].astro`, `[id].astro`. */
const ROUTE = /^(.*?)\/?\[(?:\.\.\.)?\w+\](?:\/index)?\.astro$/;

/** A site of Astro, from its config, which is read as text and never run; undefined when it is none. */
export function recogniseAstro(dir: string): SitePreset | undefined {
  const settings = readSettings(dir, CONFIG_FILES);
  if (!settings) return undefined;
  const { data, source } = settings;
  const src = (asText(data.srcDir) || 'src').replace(/^\.\/|\/$/g, '');
  const collection = findCollection(dir, src);
  const route = collection && findRoute(join(dir, src, 'pages'), collection.name);
  const ending = asText(asMap(data.build).format) === 'file' || asText(data.trailingSlash) === 'never' ? '' : '/';
  const below = collection ? `/${route ?? collection.name}/{entry}` : '/{folders}/{file}';
  return {
    generator: 'astro',
    source,
    title: '',
    description: '',
    url: joinUrl(asText(data.site), asText(data.base)),
    language: asLanguage(asText(asMap(data.i18n).defaultLocale)),
    timezone: '',
    contentPath: collection?.folder ?? `${src}/pages`,
    include: ['**/*.{md,mdx}'],
    exclude: ['**/_*', '**/_*/**'],
    permalink: below.replaceAll('//', '/') + ending,
    // Pages have their file's name in the address, entries of a collection a slug made of it.
    ...(collection ? {} : { spelling: 'kept' as const }),
    notes: [
      ...faultNote(settings),
      ...(asText(data.site) === '' ? [`${source} has no site, or computes it: set site.url`] : []),
      ...(collection && route === undefined
        ? [
            `no page for the collection ${collection.name} was found below ${src}/pages; /${collection.name}/ is assumed`,
          ]
        : []),
      ...(isFolder(join(dir, 'i18n')) || Array.isArray(asMap(data.i18n).locales)
        ? ['the site has several languages: check the addresses of a few posts']
        : []),
    ],
  };
}

interface Collection {
  name: string;
  /** Relative to the site's folder. */
  folder: string;
}

/** The collection of articles: where `content.config` looks for it (`glob({ base })`), or its folder. */
function findCollection(dir: string, src: string): Collection | undefined {
  const bases = ['content.config', 'content/config']
    .flatMap((name) => ['ts', 'mts', 'js', 'mjs'].map((extension) => join(dir, src, `${name}.${extension}`)))
    .filter(isFile)
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bbase\s*:\s*(['"`])(?:\.\/)?([^'"`$]+)\1/g)])
    .map((match) => (match[2] as string).replace(/\/$/, ''));
  const folders = foldersIn(join(dir, src, 'content')).map((name) => `${src}/content/${name}`);
  const found = [...new Set([...bases, ...folders])]
    .map((folder) => ({ name: folder.split('/').at(-1) as string, folder }))
    .filter(({ folder }) => countMarkdown(join(dir, folder)) > 0);
  const usual = BLOG_COLLECTIONS.flatMap((name) => found.filter((each) => each.name === name));
  return usual[0] ?? found[0];
}

/** The folder of the page that shows the collection's entries; undefined when there is none. */
function findRoute(pages: string, collection: string): string | undefined {
  const routes = filesBelow(pages).flatMap((path) => {
    const match = ROUTE.exec(path);
    return match ? [{ path, folder: match[1] as string }] : [];
  });
  const shows = routes.filter(({ path }) =>
    new RegExp(`getCollection\\(\\s*['"\`]${collection}['"\`]`).test(readFileSync(join(pages, path), 'utf8')),
  );
  return (shows[0] ?? routes.find(({ folder }) => folder === collection))?.folder;
}
