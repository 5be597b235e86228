import { execFile } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.js';
import { ROOT, read } from './documents.js';

const run = promisify(execFile);

/** The files that a page shows: ```ts blocks that begin with the file's name. */
function filesOf(page: string): { file: string; code: string }[] {
  return [...read(page).matchAll(/^```ts\n\/\/ (src\/\S+\.ts)\n([\s\S]*?)^```$/gm)].map(([, file = '', code = '']) => ({
    file,
    code,
  }));
}

it('shows code that compiles among ours, the same in both languages', { timeout: 120_000 }, async () => {
  const files = filesOf('docs/extending.md');
  expect(files.map(({ file }) => file)).toEqual(['src/channels/mattermost.ts', 'src/bot/commands/count.ts']);
  expect(filesOf('docs/extending.zh-CN.md')).toEqual(files);

  const { path, write } = tempFolder();
  for (const name of ['src', 'tsconfig.json', 'package.json'])
    cpSync(join(ROOT, name), join(path, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  for (const { file, code } of files) write(file, code);
  write('tsconfig.docs.json', JSON.stringify({ extends: './tsconfig.json', include: files.map(({ file }) => file) }));
  const { stdout } = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.docs.json'], { cwd: path }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});
