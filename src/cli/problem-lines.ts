import pc from 'picocolors';
import type { Problem } from '../content/post.js';

/** Problems for people: `file:line severity rule: message`, and below it how to mend it. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.flatMap(({ file, line, rule, severity, message, hint }) => [
    `${file}:${line} ${severity === 'error' ? pc.red(severity) : pc.yellow(severity)} ${rule}: ${message}`,
    `  ${pc.dim(hint)}`,
  ]);
}
