import { join } from 'node:path';
import { asLanguage, asMap, asText, faultNote, foldersIn, isFolder, joinUrl, readSettings } from './site-folder.js';
import type { SitePreset } from './site-preset.js';

const CONFIG_FILES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `docusaurus.config.${extension}`);
/** https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog */
const BLOG_PLUGIN = /(^|\/)(plugin-)?content-blog$/;
/** What the plugin itself leaves out. */
const EXCLUDED = ['**/_*', '**/_*/**', '**/*.test.*', '**/__tests__/**'];

/** A site of Docusaurus, from its config, which is read as text and never run; undefined when it is none. */
export function recogniseDocusaurus(dir: string): SitePreset | undefined {
  const settings = readSettings(dir, CONFIG_FILES);
  if (!settings) return undefined;
  const { data, source } = settings;
  const blogs = blogOptions(data);
  const [blog = {}, ...others] = blogs;
  const folder = asText(blog.path) || 'blog';
  const route = (typeof blog.routeBasePath === 'string' ? blog.routeBasePath : 'blog').replace(/^\/+|\/+$/g, '');
  const i18n = asMap(data.i18n);
  const language = asText(i18n.defaultLocale) || 'en';
  return {
    generator: 'docusaurus',
    source,
    title: asText(data.title),
    description: asText(data.tagline),
    url: joinUrl(asText(data.url), asText(data.baseUrl)),
    language: asLanguage(language),
    // The plugin takes dates without a zone for UTC.
    timezone: 'UTC',
    contentPath: folder.replace(/^\.\//, ''),
    include: ['**/*.{md,mdx}'],
    exclude: EXCLUDED,
    permalink: `/${route}/{datedPath}${data.trailingSlash === true ? '/' : ''}`.replace(/^\/\//, '/'),
    notes: [
      ...faultNote(settings),
      ...(asText(data.url) === '' ? [`${source} computes the site's url, so it could not be read: set site.url`] : []),
      ...('trailingSlash' in data && typeof data.trailingSlash !== 'boolean'
        ? [`${source} computes trailingSlash: if addresses end in a slash, so must content.permalink`]
        : []),
      ...(isFolder(join(dir, folder)) ? [] : [`there is no folder ${folder}: does this site have a blog?`]),
      ...(others.length > 0 ? [`there are ${blogs.length} blogs; this config reads ${folder}`] : []),
      ...translationNotes(dir, language),
    ],
  };
}

/** The options of every blog: of the preset `classic` and of plugins. */
function blogOptions(data: Record<string, unknown>): Record<string, unknown>[] {
  const entries = [data.presets, data.plugins].flatMap((list) => (Array.isArray(list) ? list : []));
  return entries.filter(Array.isArray).flatMap(([name, options]: unknown[]) => {
    if (BLOG_PLUGIN.test(asText(name))) return [asMap(options)];
    const { blog } = asMap(options);
    return blog === undefined || blog === false ? [] : [asMap(blog)];
  });
}

function translationNotes(dir: string, language: string): string[] {
  const translated = foldersIn(join(dir, 'i18n')).filter(
    (locale) => locale !== language && isFolder(join(dir, 'i18n', locale, 'docusaurus-plugin-content-blog')),
  );
  if (translated.length === 0) return [];
  return [`translations in i18n/ (${translated.join(', ')}) are not read: one Postrider for each language reads them`];
}
