import { join } from 'node:path';
import { fromJekyll } from '../permalink-tokens.js';
import {
  asLanguage,
  asList,
  asMap,
  asText,
  asTimezone,
  faultNote,
  filesBelow,
  isFolder,
  joinUrl,
  readSettings,
  unknownTokens,
} from './site-folder.js';
import type { SitePreset } from './site-preset.js';

const EXTENSIONS = '{md,markdown,mkd,mkdn,mkdown}';

/** A site of Jekyll, from its `_config.yml` or its folders; undefined when it is none. */
export function recogniseJekyll(dir: string): SitePreset | undefined {
  const settings = readSettings(dir, ['_config.yml', '_config.yaml', '_config.toml']);
  const marks = ['_posts', '_layouts', '_includes'].some((name) => isFolder(join(dir, name)));
  if (!settings && !marks) return undefined;
  const data = settings?.data ?? {};
  const source = trimmed(asText(data.source));
  const root = [source, trimmed(asText(data.collections_dir))].filter(Boolean).join('/');
  // Folders above `_posts` are categories, so the content begins where the outermost such folder is.
  const nested = filesBelow(join(dir, root)).some((path) => /^(?!_site\/|vendor\/).+\/_posts\//.test(path));
  const written = permalinkSetting(data);
  const { permalink, unknown } = fromJekyll(written);
  return {
    generator: 'jekyll',
    source: settings?.source ?? '',
    title: asText(data.title) || asText(data.name),
    description: asText(data.description),
    url: joinUrl(asText(data.url), asText(data.baseurl)),
    language: asLanguage(asText(data.lang) || asText(data.locale)),
    timezone: asTimezone(asText(data.timezone)),
    contentPath: nested ? root || '.' : join(root, '_posts'),
    // A post of Jekyll has its date in its name.
    include: [nested ? `**/_posts/**/[0-9]*-*.${EXTENSIONS}` : `**/[0-9]*-*.${EXTENSIONS}`],
    exclude: nested ? ['_site/**', 'vendor/**'] : [],
    permalink,
    notes: [
      ...(settings ? faultNote(settings) : []),
      ...unknownTokens(unknown, 'permalink'),
      ...(/:(slug|name|slugified_categories)\b/.test(written)
        ? ['permalink uses :slug, :name or :slugified_categories, which Postrider spells like :title and :categories']
        : []),
      ...(OWN_FILES.every((name) => asList(data.exclude).includes(name)) ? [] : [EXCLUDE_NOTE]),
    ],
  };
}

/** Jekyll copies what has no underscore or dot in front; a job it would even render. */
const OWN_FILES = ['postrider.yaml', 'jobs'];
const EXCLUDE_NOTE = 'add `exclude: [postrider.yaml, jobs]` to _config.yml, or Jekyll publishes these files as well';

/** A default for posts, the collection's own, or the site's. */
function permalinkSetting(data: Record<string, unknown>): string {
  const collection = asText(asMap(asMap(data.collections).posts).permalink);
  const defaults = Array.isArray(data.defaults) ? data.defaults.map(asMap) : [];
  const forPosts = defaults
    .filter(({ scope }) => ['', 'posts'].includes(asText(asMap(scope).type)) && asText(asMap(scope).path) === '')
    .map(({ values }) => asText(asMap(values).permalink));
  return forPosts.find(Boolean) || collection || asText(data.permalink) || 'date';
}

const trimmed = (path: string) => path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
