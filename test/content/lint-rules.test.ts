import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lintRulesPage } from '../../scripts/write-lint-rules.js';
import { LINT_RULES } from '../../src/content/lint-rules.js';

const ROOT = join(import.meta.dirname, '../..');

it('the page of rules in docs/ has them all', () => {
  expect(readFileSync(join(ROOT, 'docs/lint-rules.md'), 'utf8')).toBe(lintRulesPage());
});

it('every rule is reported somewhere, and none that is not in the table', () => {
  const files = ['src/content', 'src/library'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
  );
  const code = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('lint-rules.ts'))
    .map((file) => readFileSync(file, 'utf8'));
  const unused = Object.keys(LINT_RULES).filter((rule) => !code.some((text) => text.includes(`'${rule}'`)));
  expect(unused).toEqual([]);
});
