import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createContentReader } from '../src/content/create-content-reader.js';
import { recommendationSections } from '../src/content/find-recommendations.js';
import { readFrontMatter } from '../src/content/front-matter.js';
import { parseMarkdown } from '../src/content/markdown/parse-markdown.js';
import { createLibrary } from '../src/library/create-library.js';

/*
 * How many lists of recommended reading the posts of a folder have, and how many of their links are posts of it.
 *
 *   npx tsx bench/count-recommendations.ts --corpus DIR [--include GLOB] [--permalink PATTERN] [--url URL] [--list]
 */

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    include: { type: 'string', default: '**/*.md' },
    permalink: { type: 'string' },
    url: { type: 'string', default: 'https://example.org' },
    list: { type: 'boolean', default: false },
  },
});
if (values.corpus === undefined) throw new Error('say where the posts are: --corpus DIR');

const reader = createContentReader({
  path: values.corpus,
  include: [values.include],
  exclude: ['**/_index.md'],
  permalink: values.permalink,
  siteUrl: values.url,
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
});
const { posts } = await reader.scan();
const library = createLibrary(posts, { article: (post) => reader.article(post), search: reader.search });

let sections = 0;
let empty = 0;
for (const post of posts) {
  const { body } = readFrontMatter(readFileSync(join(values.corpus, post.path), 'utf8'));
  const found = recommendationSections(parseMarkdown(body, post.url, () => undefined));
  sections += found.length;
  empty += found.filter((links) => links.length === 0).length;
}
const links = posts.flatMap((post) => post.recommends.map((link) => ({ post, link, target: library.resolve(link) })));
const resolved = links.filter(({ target }) => target !== undefined);
process.stdout.write(
  `${posts.length} posts, ${sections} sections (${empty} without a link) in ${posts.filter(({ recommends }) => recommends.length > 0).length} posts\n` +
    `${links.length} links, ${links.filter(({ link }) => link.url === undefined).length} of them titles only\n` +
    `${resolved.length} links are posts of this library: ${new Set(resolved.map(({ target }) => target?.id)).size} different ones\n`,
);
if (values.list) {
  for (const { post, link, target } of links)
    process.stdout.write(`${post.slug}\t${link.title}\t${target ? target.slug : '-'}\n`);
}
reader.close();
