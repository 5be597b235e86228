import type { Problem } from './post.js';

interface Rule {
  severity: Problem['severity'];
  /** What it finds, as one line of docs/lint-rules.md. */
  finds: string;
}

/** Every rule there is. An error means that the file is not used; a warning, that it was read with a guess. */
export const LINT_RULES = {
  // the file
  unreadable: { severity: 'error', finds: 'The file cannot be opened (permissions, a broken disk).' },
  'link-outside': {
    severity: 'error',
    finds: 'A symbolic link leads out of the content folder; it is never followed.',
  },
  'file-too-large': { severity: 'error', finds: 'The file is larger than 16 MB.' },
  'file-empty': { severity: 'error', finds: 'There is nothing in the file.' },
  'not-text': { severity: 'error', finds: 'The file is binary.' },
  encoding: { severity: 'warning', finds: 'The file is not UTF-8; its encoding was guessed.' },
  'control-characters': {
    severity: 'warning',
    finds: 'Characters that no reader can show and feeds must not contain.',
  },
  // front matter
  'front-matter-code': {
    severity: 'error',
    finds: 'Front matter in a programming language. Front matter never runs code.',
  },
  'front-matter-unclosed': { severity: 'error', finds: 'The front matter has a first fence but no last one.' },
  'front-matter-syntax': {
    severity: 'error',
    finds: 'The front matter is not YAML, TOML or JSON, and no field could be made out.',
  },
  'front-matter-repaired': {
    severity: 'warning',
    finds: 'A syntax fault in the front matter whose meaning was clear.',
  },
  'front-matter-position': { severity: 'warning', finds: 'The front matter is not at the very start of the file.' },
  'front-matter-missing': { severity: 'warning', finds: 'The file has no front matter.' },
  'duplicate-key': { severity: 'warning', finds: 'A front matter key is there twice; the last one counts.' },
  // fields
  'title-missing': { severity: 'warning', finds: 'No title; the first heading (or the file name) stands in.' },
  'date-missing': {
    severity: 'warning',
    finds: "No date; git's first commit of the file (or the file's own time) stands in.",
  },
  'date-invalid': { severity: 'warning', finds: 'A date that cannot be read, or is not in the calendar.' },
  'date-ambiguous': { severity: 'warning', finds: 'A date such as 03/04/2020, which countries read differently.' },
  'field-type': {
    severity: 'warning',
    finds: 'A field holds something else than it should (a map where a text belongs).',
  },
  'url-invalid': {
    severity: 'warning',
    finds: 'A link, cover or alias of the front matter is not a web address or a path.',
  },
  'duplicate-permalink': { severity: 'error', finds: 'Two posts have one address; only the first (by path) is used.' },
  // body
  'body-empty': { severity: 'warning', finds: 'There is front matter, but no text below it.' },
  'body-too-long': { severity: 'warning', finds: 'More than 300,000 characters; the rest is cut off.' },
  'body-too-complex': {
    severity: 'warning',
    finds: 'Markdown nested too deep to be drawn; it is shown as plain text.',
  },
  'inline-data': {
    severity: 'warning',
    finds: 'A picture inside the text itself (a data: URL); feeds and messages leave it out.',
  },
  // the library as a whole (library/lint-library.ts)
  'address-characters': {
    severity: 'warning',
    finds:
      'The address comes from a file name with spaces or special characters; site generators make another one of it.',
  },
  'author-list': {
    severity: 'warning',
    finds: 'One author text names several people, so none of them is found by name.',
  },
  'channel-unknown': {
    severity: 'warning',
    finds: 'A post that names a channel (postrider.channels) that the config does not have; it is not announced there.',
  },
  'cover-dead': { severity: 'warning', finds: 'The cover is a file beside the post, and not there.' },
  'cover-missing': { severity: 'warning', finds: 'No cover, and no picture in the text that could stand in.' },
  'dead-link': {
    severity: 'warning',
    finds: 'A link or picture beside the post, or a link to a post of this site, leads nowhere.',
  },
  'summary-missing': { severity: 'warning', finds: 'No description, and no paragraph that could stand in.' },
  'term-spaces': { severity: 'warning', finds: 'A tag, category or author with spaces at its ends.' },
  'term-twins': {
    severity: 'warning',
    finds: 'Two spellings of one tag, category or author, or two that are one letter apart.',
  },
  'title-twins': { severity: 'warning', finds: 'Two posts with the same title.' },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof LINT_RULES;

/** A {@link Problem} before its file is known. */
export type Finding = Omit<Problem, 'file' | 'severity' | 'rule'> & { rule: RuleName };

export function toProblem(file: string, finding: Finding): Problem {
  const { rule, line, message, hint } = finding;
  return { file, line, rule, severity: LINT_RULES[rule].severity, message, hint };
}
