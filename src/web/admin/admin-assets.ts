import { readFileSync } from 'node:fs';
import { fingerprint } from '../fingerprint.js';

const FILES = {
  style: { file: 'admin.css', contentType: 'text/css; charset=utf-8' },
  script: { file: 'admin.js', contentType: 'text/javascript; charset=utf-8' },
} as const;

export interface AdminAsset {
  /** Below the console; it holds a hash of the content. */
  path: string;
  contentType: string;
  text: string;
}

/** The console's own style and script; they add to those of the public pages. */
export const adminAssets = Object.fromEntries(
  Object.entries(FILES).map(([name, { file, contentType }]) => {
    const text = readFileSync(new URL(`../../../assets/${file}`, import.meta.url), 'utf8');
    const path = `/assets/${file.replace('.', `.${fingerprint(text).slice(0, 8)}.`)}`;
    return [name, { path, contentType, text }];
  }),
) as Record<keyof typeof FILES, AdminAsset>;
