import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SitePreset } from './site-preset.js';

/** Files that only one generator has; the first that is there decides. */
const MARKS: [SitePreset['generator'], string[]][] = [
  ['docusaurus', ['docusaurus.config.ts', 'docusaurus.config.js', 'docusaurus.config.mjs']],
  ['astro', ['astro.config.mjs', 'astro.config.ts', 'astro.config.js']],
  ['hugo', ['hugo.toml', 'hugo.yaml', 'hugo.json', 'config/_default']],
  ['zola', ['zola.toml']],
];

/** Which generator makes the site of a folder. */
export function recogniseGenerator(dir: string): SitePreset['generator'] {
  return MARKS.find(([, names]) => names.some((name) => existsSync(join(dir, name))))?.[0] ?? 'plain';
}
