import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS_PERMALINK } from './make-corpus.js';

/** The program as it is installed. */
export const POSTRIDER = [process.execPath, join(import.meta.dirname, '../dist/cli/main.js')] as const;

/**
 * Writes a `postrider.yaml` for a content folder.
 * @param folder where it is put, and `data/` beside it
 * @param more further YAML lines
 * @returns the file
 */
export function writeConfig(folder: string, content: string, more = ''): string {
  const file = join(folder, 'postrider.yaml');
  writeFileSync(
    file,
    `site: { title: Bench, url: https://blog.example.org, language: zh-CN, timezone: Asia/Shanghai }
content: { path: ${JSON.stringify(content)}, permalink: "${CORPUS_PERMALINK}" }
feeds: { url: http://127.0.0.1:8080 }
${more}`,
  );
  return file;
}
