import { findReferences, type WrittenPost } from '../content/find-references.js';
import { type RuleName, toProblem } from '../content/lint-rules.js';
import type { Post, Problem } from '../content/post.js';
import { createAddressBook } from './address-book.js';
import { deadReferences } from './dead-references.js';
import { foldTitle } from './fold-term.js';
import { termTwins } from './term-twins.js';

export interface LintSources {
  /** Text of a post's file, by its path relative to the content folder; undefined when it cannot be read. */
  source(path: string): string | undefined;
  /** Whether there is a file or folder, by its path relative to the content folder. */
  exists(path: string): boolean;
  siteUrl: string;
  permalink?: string;
  /** Names of the configured channels. */
  channels: readonly string[];
}

/** Fields a kind of term may stand in. */
const FIELDS: Record<string, string[]> = {
  tag: ['tags', 'tag'],
  category: ['categories', 'category'],
  author: ['author', 'authors'],
};

/**
 * What is wrong with posts that can only be seen in the library as a whole, or beside the file; sorted by file and line.
 * What is wrong with a file alone is among the problems of its scan.
 * @param posts every post of a scan; drafts are left in peace
 */
export function lintLibrary(posts: readonly Post[], sources: LintSources): Problem[] {
  const published = posts.filter(({ draft }) => !draft);
  const written = new Map<Post, WrittenPost>();
  for (const post of published) {
    const text = sources.source(post.path);
    if (text !== undefined) written.set(post, findReferences(text));
  }
  const lineOf = (post: Post, kind: string) => {
    const key = FIELDS[kind]?.find((field) => written.get(post)?.has(field)) ?? 'title';
    return written.get(post)?.lineOf(key) ?? 1;
  };
  const addresses = createAddressBook(posts);
  const problems = [
    ...termTwins(published, lineOf),
    ...titleTwins(published, lineOf),
    ...[...written].flatMap(([post, own]) => [
      ...aboutPost(post, own),
      ...unknownChannels(post, own, sources.channels),
      ...deadReferences(post, own, addresses, sources),
    ]),
  ];
  return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

function titleTwins(posts: readonly Post[], lineOf: (post: Post, key: string) => number): Problem[] {
  const byTitle = new Map<string, Post[]>();
  for (const post of posts) {
    const title = foldTitle(post.title);
    if (title !== '') byTitle.set(title, [...(byTitle.get(title) ?? []), post]);
  }
  return [...byTitle.values()]
    .filter((twins) => twins.length > 1)
    .flatMap((twins) =>
      twins.map((post) => {
        const [other = '', ...more] = twins.filter((twin) => twin !== post).map(({ path }) => path);
        return toProblem(post.path, {
          line: lineOf(post, 'title'),
          rule: 'title-twins',
          message: `${other}${more.length === 0 ? ' has' : ` and ${more.length} more have`} the same title`,
          hint: 'tell the titles apart, so that each means one post',
        });
      }),
    );
}

function unknownChannels(post: Post, { lineOf }: WrittenPost, known: readonly string[]): Problem[] {
  return post.announce.channels
    .filter((name) => !known.includes(name))
    .map((name) =>
      toProblem(post.path, {
        line: lineOf('postrider'),
        rule: 'channel-unknown',
        message: `the post is for the channel "${name}", and there is none of that name`,
        hint:
          known.length > 0 ? `use ${known.join(', ')}, or add it to the config` : 'add it to channels: in the config',
      }),
    );
}

function aboutPost(post: Post, { lineOf }: WrittenPost): Problem[] {
  const problems: Problem[] = [];
  const report = (rule: RuleName, key: string, message: string, hint: string) =>
    problems.push(toProblem(post.path, { line: lineOf(key), rule, message, hint }));
  if (post.cover === undefined) {
    report(
      'cover-missing',
      'cover',
      'there is no cover, and no picture in the text',
      'add cover: … with the address of a picture',
    );
  }
  if (post.description === '' && post.excerpt === '') {
    report(
      'summary-missing',
      'description',
      'there is no description, and no paragraph to take one from',
      'add description: …',
    );
  }
  // Letters of any language are fine in an address; what is escaped of ASCII is not.
  if (/%[0-7][0-9a-f]/i.test(new URL(post.url).pathname)) {
    const hint = 'add slug: … as the site has it, in letters, digits and dashes';
    report('address-characters', 'slug', `the address has spaces or special characters in it: ${post.url}`, hint);
  }
  for (const { name } of post.authors) {
    if (/[、，,;；]|\s(?:&|and|和)\s/.test(name))
      report('author-list', 'author', `"${name}" is one author`, 'write a list: authors: [A, B]');
  }
  return problems;
}
