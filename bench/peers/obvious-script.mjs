/*
 * What a community writes first: front matter, marked, sanitize-html and the feed package, RSS for the library and each
 * tag, category and author, in one loop. Usage: node obvious-script.mjs CONTENT OUT
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Feed } from 'feed';
import matter from 'gray-matter';
import { marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

const SITE = 'https://blog.example.org';
const [content, out] = process.argv.slice(2);

const posts = readdirSync(content, { recursive: true })
  .filter((name) => name.endsWith('.md'))
  .map((name) => {
    const { data, content: body } = matter(readFileSync(join(content, name), 'utf8'));
    const slug = name
      .replace(/(\/index)?\.md$/, '')
      .split('/')
      .at(-1);
    return { ...data, date: new Date(data.date), url: `${SITE}/blog/${slug}/`, html: sanitizeHtml(marked.parse(body)) };
  })
  .sort((a, b) => b.date - a.date);

function writeFeed(path, title, list) {
  const feed = new Feed({ id: SITE, title, link: SITE, description: title, copyright: '' });
  for (const { title, url, date, description, html } of list)
    feed.addItem({ title, id: url, link: url, date, description, content: html });
  mkdirSync(join(out, path), { recursive: true });
  writeFileSync(join(out, path, 'rss.xml'), feed.rss2());
}

writeFeed('.', 'Bench', posts);
for (const kind of ['tags', 'categories', 'author']) {
  const terms = new Map();
  for (const post of posts) {
    for (const term of [post[kind]].flat()) terms.set(term, [...(terms.get(term) ?? []), post]);
  }
  for (const [term, list] of terms) writeFeed(join(kind, encodeURIComponent(term)), term, list);
}
