import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A real, headless Chromium; the one in CHROMIUM_PATH or the first on the PATH. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function findChromium(): string {
  const places = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  const found = [process.env.CHROMIUM_PATH ?? '', ...places].find((path) => path !== '' && existsSync(path));
  if (!found) throw new Error('no Chromium found: install the package "chromium", or set CHROMIUM_PATH');
  return found;
}

export interface WatchedPage {
  page: Page;
  /** Errors the browser wrote to its console, uncaught exceptions included. */
  errors: string[];
  /** Requests to hosts other than the site's, article pictures excepted. */
  foreign: string[];
}

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="383"><rect width="900" height="383"/></svg>';

/** A page that notes what goes wrong. Pictures of other hosts are answered here: tests need no network. */
export async function watchPage(
  browser: Browser,
  base: string,
  options: { width?: number; height?: number; dark?: boolean; scripts?: boolean } = {},
): Promise<WatchedPage> {
  const { width = 1280, height = 900, dark = false, scripts = true } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
  });
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.route(
    (url) => !url.href.startsWith(`${base}/`),
    (route) => {
      if (route.request().resourceType() === 'image') {
        return route.fulfill({ contentType: 'image/svg+xml', body: PICTURE });
      }
      foreign.push(route.request().url());
      return route.abort();
    },
  );
  return { page, errors, foreign };
}
