import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CATEGORIES, type CorpusLanguage, LANGUAGES, TAGS } from './corpus-words.js';
import { seededRandom } from './seeded-random.js';

/** Part of the posts that are in Chinese. */
const CHINESE = 0.7;
/** Part of the sentences that are words of the vocabulary in no fixed frame. */
const PLAIN = 0.8;
const AUTHORS = 30;
/** The newest post's moment; one is written every nine hours, back from there. */
const NEWEST = Date.UTC(2024, 5, 30, 2);
const APART = 9 * 3_600_000;

/** The permalink pattern the posts are made for. */
export const CORPUS_PERMALINK = '/blog/{slug}/';

/**
 * Writes posts as a developers' community does: 14 KB of Markdown on average, seven of ten in Chinese, with code, tables,
 * pictures, quotes, links and a list of recommended reading; 1 to 4 of some 70 tags. gzip makes 50 of them 2.7 times smaller,
 * as it does real ones. The same number gives the same files, and a larger library ends with the posts of a smaller one.
 * @param folder becomes the content folder, `en/blog/…` and `zh/blog/…` in it
 * @returns the posts' paths, the newest first
 */
export function makeCorpus(folder: string, count: number): string[] {
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const { path, text } = post(index);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    paths.push(path);
  }
  return paths;
}

/** @param index 0 for the newest */
function post(index: number): { path: string; text: string } {
  const random = seededRandom(index + 1);
  const { lang, ...language } = languageOf(index);
  const write = writer(language, random);
  const slug = slugOf(index);
  // Half as a file, half as a folder with its pictures, as in real repositories.
  const path = index % 2 === 0 ? `${lang}/blog/${slug}/index.md` : `${lang}/blog/${slug}.md`;
  return { path, text: `${frontMatter(index, random)}\n${body(index, write, language, random)}` };
}

function languageOf(index: number): CorpusLanguage {
  return LANGUAGES[seededRandom(index + 500_000)() < CHINESE ? 0 : 1];
}

function slugOf(index: number): string {
  return `post-${String(index).padStart(5, '0')}`;
}

function titleOf(index: number): string {
  const language = languageOf(index);
  return writer(language, seededRandom(index + 1_000_000))(language.titles);
}

function frontMatter(index: number, random: () => number): string {
  const tags = new Set(Array.from({ length: 1 + Math.floor(random() * 4) }, () => zipf(TAGS, random)));
  const date = new Date(NEWEST - index * APART + 8 * 3_600_000).toISOString().replace('.000Z', '+08:00');
  return `---
title: ${JSON.stringify(titleOf(index))}
date: ${date}
author: ${JSON.stringify(`${index % 3 === 0 ? '作者' : 'Author '}${Math.floor(random() ** 2 * AUTHORS)}`)}
description: ${JSON.stringify(writer(languageOf(index), random)(languageOf(index).sentences))}
categories: [${zipf(CATEGORIES, random)}]
tags: [${[...tags].map((tag) => JSON.stringify(tag)).join(', ')}]
cover: https://img.example.org/${slugOf(index)}/cover.jpg
---
`;
}

type Write = (patterns: readonly string[]) => string;

function body(index: number, write: Write, language: Omit<CorpusLanguage, 'lang'>, random: () => number): string {
  const sentence = () => write(random() < PLAIN ? language.plain : language.sentences);
  const paragraph = () => Array.from({ length: 3 + Math.floor(random() * 3) }, sentence).join(language.space);
  const list = () => Array.from({ length: 4 + Math.floor(random() * 3) }, () => `- ${sentence()}`).join('\n');
  const picture = () =>
    `![${write(language.titles)}](https://img.example.org/${slugOf(index)}/${Math.floor(random() * 900)}.png)`;
  const quote = () => `> ${sentence()}\n> ${sentence()}`;
  const blocks = [paragraph, paragraph, paragraph, paragraph, list, picture, picture, quote];
  const parts = [picture(), paragraph()];
  const sections = 4 + Math.floor(random() ** 2 * 9);
  for (let section = 0; section < sections; section++) {
    parts.push(`### ${language.headings[section % language.headings.length]}`, paragraph());
    for (let more = 1 + random() * 5; more > 0; more--) parts.push(pick(blocks, random)());
    if (random() < 0.16) parts.push(code(random));
    if (random() < 0.06) parts.push(table(write, language));
  }
  return `${parts.join('\n\n')}\n\n${recommended(index, language.recommended, random)}`;
}

function code(random: () => number): string {
  const name = `step${Math.floor(random() * 90)}`;
  const lines = Array.from(
    { length: 4 + Math.floor(random() * 16) },
    (_, line) =>
      `\tif err := ${name}.Run(ctx, ${line}); err != nil && len(queue) < ${line * 7} {\n\t\treturn fmt.Errorf("${name} %d: %w", ${line}, err)\n\t}`,
  );
  return `\`\`\`go\nfunc ${name}All(ctx context.Context) error {\n${lines.join('\n')}\n\treturn nil\n}\n\`\`\``;
}

function table(write: Write, { words }: Omit<CorpusLanguage, 'lang'>): string {
  const [quality, part] = [words.quality ?? [], words.part ?? []];
  const rows = Array.from(
    { length: 5 },
    () => `| ${write(part)} | ${write(['{number} ms'])} | ${write(['{number} MB'])} |`,
  );
  return [`| ${write(part)} | ${write(quality)} | ${write(quality)} |`, '| --- | ---: | ---: |', ...rows].join('\n');
}

/** Links to older posts, in the markup and by their titles, as authors write them. */
function recommended(index: number, heading: string, random: () => number): string {
  const links = Array.from({ length: 4 }, () => {
    const other = index + 1 + Math.floor(random() ** 2 * 300);
    return `- [${titleOf(other)}](https://blog.example.org/blog/${slugOf(other)}/)`;
  });
  return `### ${heading}\n\n${links.join('\n')}\n`;
}

function writer({ words, vocabulary, space }: Omit<CorpusLanguage, 'lang'>, random: () => number): Write {
  return (patterns) =>
    pick(patterns, random).replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'number') return String(2 + Math.floor(random() * 97));
      if (name === 'code')
        return `${pick(['retry', 'cache', 'pool', 'trace'], random)}.${pick(['limit', 'enabled', 'window'], random)}`;
      if (name === 'phrase')
        return Array.from({ length: 4 + Math.floor(random() * 6) }, () => zipf(vocabulary, random)).join(space);
      if (name === 'slug') return `note-${Math.floor(random() * 900)}`;
      return pick(words[name] as readonly string[], random);
    });
}

function pick<Value>(list: readonly Value[], random: () => number): Value {
  return list[Math.floor(random() * list.length)] as Value;
}

/** The first of a list far more often than the last. */
function zipf<Value>(list: readonly Value[], random: () => number): Value {
  return list[Math.floor(list.length ** random()) - 1] as Value;
}
