import { writeFileSync } from 'node:fs';
import { LINT_RULES } from '../src/content/lint-rules.js';

/** docs/lint-rules.md, from the rules themselves. */
export function lintRulesPage(): string {
  const rows = Object.entries(LINT_RULES).map(
    ([rule, { severity, finds }]) => `| \`${rule}\` | ${severity} | ${finds} |`,
  );
  return `# What \`postrider lint\` finds

An **error** means that the file is not used: it is in no feed and is not announced. A **warning** means that it was read with
a guess, or that readers would stumble. \`postrider lint\` exits with 1 when there is an error.

Each finding names the file, the line, the rule, what is wrong and how to mend it. \`--json\` prints them for programs.

| rule | severity | finds |
| --- | --- | --- |
${rows.join('\n')}

This page is made by \`npx tsx scripts/write-lint-rules.ts\` from \`src/content/lint-rules.ts\`.
`;
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync(new URL('../docs/lint-rules.md', import.meta.url), lintRulesPage());
}
