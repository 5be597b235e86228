import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chineseOf, documents, headings, prose, ROOT, read } from './documents.js';

/** Pages in one language only, and why. */
const ONE_LANGUAGE: Record<string, string> = {
  'CONTRIBUTING.md': 'for those who read the code, which is in English',
  'CHANGELOG.md': 'for those who follow releases',
  'docs/lint-rules.md': 'written by scripts/write-lint-rules.ts from the rules, whose texts are in English',
};
const english = documents.filter((file) => !file.endsWith('.zh-CN.md') && !file.startsWith('docs/decisions/'));

/** A heading's anchor, as GitHub makes it. */
function anchor(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .replaceAll(/[`*_]|\[|\]\([^)]*\)/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

describe('the documents', () => {
  it.each(documents)('%s leads to files and headings that are there', (file) => {
    const links = [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [path = '', hash] = target.split('#');
        const there = path === '' ? file : normalize(join(dirname(file), decodeURI(path)));
        if (!existsSync(join(ROOT, there))) return true;
        return hash !== undefined && !headings(there).map(anchor).includes(decodeURI(hash));
      });
    expect(broken).toEqual([]);
  });

  it.each(english.filter((file) => !(file in ONE_LANGUAGE)))('%s is there in Chinese, section by section', (file) => {
    const levels = (page: string) => headings(page).map((heading) => heading.replace(/ .*/, ''));
    expect(documents).toContain(chineseOf(file));
    expect(levels(chineseOf(file))).toEqual(levels(file));
  });

  it('are all in the index, in both languages', () => {
    for (const [index, pages] of [
      ['docs/README.md', english],
      ['docs/README.zh-CN.md', english.map((file) => (file in ONE_LANGUAGE ? file : chineseOf(file)))],
    ] as const) {
      const inDocs = pages.filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== index);
      const missing = inDocs.filter((file) => !read(index).includes(`(${file.replace('docs/', '')})`));
      expect({ index, missing }).toEqual({ index, missing: [] });
    }
  });

  it('say what decisions there are', () => {
    const decisions = documents.filter((file) => file.startsWith('docs/decisions/'));
    expect(decisions.length).toBeGreaterThanOrEqual(12);
    expect(decisions.filter((file) => read(file).length > 6_000)).toEqual([]);
  });
});
