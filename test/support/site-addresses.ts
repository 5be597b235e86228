import { join } from 'node:path';
import { addressesOf } from '../../src/app/addresses.js';
import { openContent } from '../../src/app/open-content.js';
import { writeStarter } from '../../src/app/write-starter.js';
import { type Config, loadConfig } from '../../src/config/load-config.js';
import { recogniseSite } from '../../src/content/presets/recognise-site.js';
import type { SitePreset } from '../../src/content/presets/site-preset.js';
import { tempFolder } from './temp-folder.js';
import { testWorld } from './test-world.js';

/** A site as `init` sees it: its files by path; the config is written, loaded, and the posts are read with it. */
export async function initSite(
  files: Record<string, string>,
): Promise<{ preset: SitePreset; config: Config; addresses: Record<string, string> }> {
  const folder = tempFolder();
  for (const [path, text] of Object.entries(files)) folder.write(path, text);
  const preset = recogniseSite(folder.path);
  const file = join(folder.path, 'postrider.yaml');
  writeStarter(preset, folder.path, file);
  const config = await loadConfig({ file, cwd: folder.path, env: {} });
  const content = await openContent(config, addressesOf(config), testWorld(), false);
  try {
    const { posts } = await content.scan();
    return { preset, config, addresses: Object.fromEntries(posts.map(({ path, url }) => [path, url])) };
  } finally {
    await content.close();
  }
}

/** A post with a title, a date and other front matter, as YAML. */
export function yamlPost(title: string, fields: Record<string, string> = {}): string {
  const lines = Object.entries({ title, date: '2024-05-06T10:00:00+08:00', ...fields }).filter(
    ([, value]) => value !== '',
  );
  return `---\n${lines.map(([key, value]) => `${key}: ${value}`).join('\n')}\n---\nText of ${title}.\n`;
}

export function tomlPost(title: string, fields: Record<string, string> = {}): string {
  const lines = Object.entries({ title: JSON.stringify(title), date: '2024-05-06', ...fields });
  return `+++\n${lines.map(([key, value]) => `${key} = ${value}`).join('\n')}\n+++\nText of ${title}.\n`;
}
