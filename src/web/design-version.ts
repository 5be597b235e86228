import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What draws feeds and pages, relative to this file. */
const FOLDERS = ['.', '../feeds', '../channels/slack', '../channels/dingtalk', '../message'];

/** Changes whenever the code that draws documents does, so that nobody has to remember to count a version up. */
export function designVersion(): string {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    const path = join(import.meta.dirname, folder);
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:js|tsx?)$/.test(name),
    );
    for (const name of names.sort()) hash.update(name).update(readFileSync(join(path, name)));
  }
  return hash.digest('base64url').slice(0, 12);
}
