import { stringify } from 'yaml';
import type { SitePreset } from '../content/presets/site-preset.js';
import type { Language } from '../message/message.js';
import { type StarterWords, starterWords } from './starter-words.js';

const GENERATOR_NAMES: Record<SitePreset['generator'], string> = {
  hugo: 'Hugo',
  hexo: 'Hexo',
  jekyll: 'Jekyll',
  zola: 'Zola',
  docusaurus: 'Docusaurus',
  astro: 'Astro',
  plain: 'plain Markdown',
};

/** The generator's name, as it writes it. */
export function generatorName({ generator }: SitePreset): string {
  return GENERATOR_NAMES[generator];
}

/** The language a site's config is commented in. */
export function starterLanguage(preset: SitePreset): Language {
  return /^zh\b/i.test(preset.language) ? 'zh' : 'en';
}

/**
 * A commented postrider.yaml for a site. It loads as it is, without any environment variable: channels that need
 * an account are there as comments.
 * @param contentPath the content folder as seen from the config file
 */
export function starterConfig(preset: SitePreset, contentPath: string): string {
  const words = starterWords[starterLanguage(preset)];
  const sections = [
    words.head(generatorName(preset), preset.source),
    siteSection(preset, words),
    contentSection(preset, contentPath, words),
    words.feeds,
    words.announce,
    words.places,
    words.channels,
  ];
  return `${sections.map((section) => section.trim()).join('\n\n')}\n`;
}

function siteSection(preset: SitePreset, words: StarterWords): string {
  const isChinese = starterLanguage(preset) === 'zh';
  return lines([
    'site:',
    `  title: ${scalar(preset.title || (isChinese ? '社区博客' : 'Community blog'))}`,
    preset.description !== '' && `  description: ${scalar(preset.description)}`,
    `  # ${words.url}`,
    preset.url === '' ? '  # url: https://www.example.org' : `  url: ${scalar(preset.url)}`,
    `  language: ${scalar(preset.language || 'en')}`,
    `  # ${words.timezone}`,
    `  timezone: ${scalar(preset.timezone || (isChinese ? 'Asia/Shanghai' : 'UTC'))}`,
  ]);
}

function contentSection(preset: SitePreset, contentPath: string, words: StarterWords): string {
  // Without the site's address, Postrider's own pages are the articles: then nothing of the site's addresses holds.
  const off = preset.url === '' ? '# ' : '';
  return lines([
    'content:',
    `  # ${words.path}`,
    `  path: ${scalar(contentPath)}`,
    ...words.repository.map((line) => `  # ${line}`),
    `  include: ${list(preset.include)}`,
    `  exclude: ${list(preset.exclude)}`,
    preset.generator !== 'plain' && `  # ${words.generator(generatorName(preset))}`,
    preset.generator !== 'plain' && `  ${off}generator: ${preset.generator}`,
    preset.spelling !== undefined && `  ${off}spelling: ${preset.spelling}`,
    `  # ${words.permalink}`,
    off !== '' && `  # ${words.withoutUrl}`,
    `  ${off}permalink: ${scalar(preset.permalink)}`,
  ]);
}

function lines(texts: (string | false)[]): string {
  return texts.filter((text) => text !== false).join('\n');
}

function list(values: string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

/** One line of YAML; what would be taken for an environment variable is broken up. */
function scalar(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replaceAll('${', '$ {');
  const written = stringify(plain, { lineWidth: 0 }).trim();
  return /^[>|]/.test(written) ? JSON.stringify(plain) : written;
}
