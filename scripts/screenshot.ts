/*
 * Takes the pictures of the README in a real browser.
 *
 *   npm run screenshot                      starts the built program on the sample content
 *   npm run screenshot -- http://host:port  takes them of a program that runs already
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openBrowser } from '../test/support/open-browser.js';

const ROOT = resolve(import.meta.dirname, '..');
const PICTURES = [
  { path: '/', file: 'docs/screenshot.png' },
  { path: `/chat/?q=${encodeURIComponent('最新 3')}`, file: 'docs/screenshot-chat.png' },
];
/** CSS pixels, and device pixels to each: sharp on today's displays. */
const SIZE = { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 2 };

const given = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'postrider-screenshot-'));
const started = given === undefined ? await startProgram(folder) : undefined;
const browser = await openBrowser();
try {
  const page = await browser.newPage(SIZE);
  for (const { path, file } of PICTURES) {
    await page.goto((given ?? started?.url) + path);
    await page.screenshot({ path: join(ROOT, file) });
    console.log(file);
  }
} finally {
  await browser.close();
  started?.process.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the program as a newcomer does, but with its data in a folder that goes away. */
async function startProgram(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const config = join(folder, 'postrider.yaml');
  const paths = { content: { path: join(ROOT, 'content') }, jobs: join(ROOT, 'jobs'), server: { port: 0 } };
  writeFileSync(config, JSON.stringify(paths));
  const program = spawn(process.execPath, [join(ROOT, 'dist/cli/main.js'), 'start', '--config', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '' },
  });
  const url = await new Promise<string>((found, failed) => {
    let printed = '';
    program.once('exit', (code) => failed(new Error(`the program stopped with ${code}; run \`npm run build\` first`)));
    program.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const ready = /^ready (\S+)$/m.exec(printed)?.[1];
      if (ready) found(ready);
    });
  });
  return { process: program, url };
}
