import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countMarkdown, foldersIn, isFile } from './site-folder.js';
import type { SitePreset } from './site-preset.js';

/** Folders that articles are in, likeliest first. */
const USUAL = ['content', 'posts', 'blog', 'articles', '_posts', 'docs', 'news'];
/** Markdown that is about the folder itself. */
const ABOUT = ['README*.md', '**/README*.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'CODE_OF_CONDUCT.md', 'SECURITY.md'];

/** Markdown files without a generator: each is at its path. */
export function recognisePlain(dir: string): SitePreset {
  const usual = USUAL.find((name) => countMarkdown(join(dir, name)) > 0);
  const anywhere = foldersIn(dir).some((name) => name !== 'jobs' && countMarkdown(join(dir, name)) > 0);
  const contentPath = usual ?? (anywhere || countMarkdown(dir) > 0 ? '.' : 'content');
  return {
    generator: 'plain',
    source: '',
    title: titleOfReadme(dir),
    description: '',
    url: '',
    language: '',
    timezone: '',
    contentPath,
    include: ['**/*.{md,markdown,mdx}'],
    exclude: [...ABOUT, ...(contentPath === '.' ? ['jobs/**', 'public/**'] : [])],
    permalink: '/{path}/',
    notes: [],
  };
}

function titleOfReadme(dir: string): string {
  const path = join(dir, 'README.md');
  return isFile(path) ? (/^#\s+(.+?)\s*#*$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '') : '';
}
