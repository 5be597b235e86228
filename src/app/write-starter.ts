import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SitePreset } from '../content/presets/site-preset.js';
import { starterConfig, starterLanguage } from './starter-config.js';
import { starterWords } from './starter-words.js';

const JOB_FILE = 'weekly-reading.md';
/** The posts that come with Postrider. */
const SAMPLES = fileURLToPath(new URL('../../content', import.meta.url));

/**
 * Writes the config and, where there is no digest job yet, the first one. What exists is never touched.
 * @param dir the site's folder
 * @param file the config to write; it must not exist
 * @param samples fill a folder that is made for the posts with the sample posts
 * @returns the paths written, absolute; a folder made for the posts of an empty site ends in `/`
 */
export function writeStarter(preset: SitePreset, dir: string, file: string, samples = false): string[] {
  const base = dirname(file);
  const content = join(dir, preset.contentPath);
  const contentPath = relative(base, content) || '.';
  mkdirSync(base, { recursive: true });
  // `wx`: not even one that was made a moment ago is overwritten.
  writeFileSync(file, starterConfig(preset, contentPath), { flag: 'wx' });
  const written = [file];

  const jobs = join(base, 'jobs');
  const hasJobs = existsSync(jobs) && readdirSync(jobs).some((name) => name.endsWith('.md'));
  if (!hasJobs) {
    mkdirSync(jobs, { recursive: true });
    const job = join(jobs, JOB_FILE);
    writeFileSync(job, starterWords[starterLanguage(preset)].job, { flag: 'wx' });
    written.push(job);
  }
  if (preset.generator === 'plain' && !existsSync(content)) {
    mkdirSync(content);
    if (samples) cpSync(SAMPLES, content, { recursive: true });
    written.push(`${content}/`);
  }
  return written;
}
