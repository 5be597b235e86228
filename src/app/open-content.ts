import { join, resolve } from 'node:path';
import type { Config } from '../config/load-config.js';
import { type ContentReader, createContentReader } from '../content/create-content-reader.js';
import type { Addresses } from './addresses.js';

/** The folder posts are read from. */
export function contentFolder({ content, dir }: Config): string {
  return content.path ?? resolve(dir, 'content');
}

/** @param keep false: read without leaving a cache behind (for a look from outside, such as `lint` in a checkout) */
export function openContent(config: Config, { siteUrl, permalink }: Addresses, keep = true): ContentReader {
  const { content, site, dataDir } = config;
  return createContentReader({
    path: contentFolder(config),
    include: content.include,
    exclude: content.exclude,
    permalink,
    siteUrl,
    language: site.language,
    timezone: site.timezone,
    cacheFile: keep ? join(dataDir, 'content-cache.sqlite') : undefined,
  });
}
