import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository. */
export const ROOT = join(import.meta.dirname, '../..');

/** Everything people read, relative to the repository. */
export const documents = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file))
    .toSorted(),
];

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A document without its fenced blocks. */
export const prose = (file: string): string => read(file).replace(/^```[\s\S]*?^```$/gm, '');

/** The headings, as `## Text`. */
export const headings = (file: string): string[] => prose(file).match(/^#+ .+$/gm) ?? [];

/** The Chinese page of an English one. */
export const chineseOf = (file: string): string => file.replace(/\.md$/, '.zh-CN.md');

/** The command lines of the ```sh blocks, without comments and with continued lines in one. */
export function commandLines(file: string): string[] {
  return [...read(file).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '');
}
