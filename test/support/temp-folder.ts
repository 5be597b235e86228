import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TempFolder {
  /** Absolute, without symbolic links. */
  path: string;
  /** Writes a file (folders are made) and returns its absolute path. */
  write(relative: string, content: string | Uint8Array): string;
  remove(relative: string): void;
}

/** A fresh folder that is removed when the test ends. Call it inside a test. */
export function tempFolder(): TempFolder {
  const folder = keptFolder();
  onTestFinished(folder.discard);
  return folder;
}

/** A fresh folder for all tests of a file; `discard` it after them. */
export function keptFolder(): TempFolder & { discard(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'postrider-')));
  return {
    path,
    write(relative, content) {
      const file = join(path, relative);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: (relative) => rmSync(join(path, relative), { recursive: true, force: true }),
    discard: () => rmSync(path, { recursive: true, force: true }),
  };
}
