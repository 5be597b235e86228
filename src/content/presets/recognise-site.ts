import { existsSync, readdirSync } from 'node:fs';
import { recogniseAstro } from './astro.js';
import { recogniseDocusaurus } from './docusaurus.js';
import { recogniseHexo } from './hexo.js';
import { recogniseHugo } from './hugo.js';
import { recogniseJekyll } from './jekyll.js';
import { recognisePlain } from './plain.js';
import type { SitePreset } from './site-preset.js';
import { recogniseZola } from './zola.js';

/** In this order, because Zola may share a file name with Hugo, and Hexo with Jekyll. */
const RECOGNISERS = [recogniseDocusaurus, recogniseAstro, recogniseZola, recogniseHugo, recogniseHexo, recogniseJekyll];

/**
 * Which generator makes the site of a folder, and how its posts are to be read so that each has the address it has
 * there. Only files are read; nothing of the site is run.
 * @param dir the site's folder, absolute
 * @throws when the folder cannot be read
 */
export function recogniseSite(dir: string): SitePreset {
  if (existsSync(dir)) readdirSync(dir);
  for (const recognise of RECOGNISERS) {
    const preset = recognise(dir);
    if (preset) return preset;
  }
  return recognisePlain(dir);
}
