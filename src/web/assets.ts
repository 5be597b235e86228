import { readFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.js';
import type { SiteDocument } from './site-document.js';

const FILES = {
  style: { file: 'style.css', contentType: 'text/css; charset=utf-8' },
  script: { file: 'page.js', contentType: 'text/javascript; charset=utf-8' },
  icon: { file: 'icon.svg', contentType: 'image/svg+xml' },
  feedStyle: { file: 'feed.css', contentType: 'text/css; charset=utf-8' },
} as const;

type AssetName = keyof typeof FILES;
export type AssetUrls = Record<AssetName, string>;

interface Asset {
  path: string;
  contentType: string;
  text: string;
}

/** The files under `assets/`, at addresses that hold a hash of the content. */
const assets = Object.fromEntries(
  Object.entries(FILES).map(([name, { file, contentType }]) => {
    const text = readFileSync(new URL(`../../assets/${file}`, import.meta.url), 'utf8');
    const path = `/assets/${file.replace('.', `.${fingerprint(text).slice(0, 8)}.`)}`;
    return [name, { path, contentType, text } satisfies Asset];
  }),
) as Record<AssetName, Asset>;

export function assetUrls(href: (path: string) => string): AssetUrls {
  return Object.fromEntries(Object.entries(assets).map(([name, asset]) => [name, href(asset.path)])) as AssetUrls;
}

export function assetDocuments(): SiteDocument[] {
  return Object.values(assets).map(({ path, contentType, text }) => ({
    path,
    contentType,
    lastModified: 0,
    key: path,
    immutable: true,
    render: () => text,
  }));
}
