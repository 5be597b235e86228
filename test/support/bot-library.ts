import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContentReader } from '../../src/content/create-content-reader.js';
import { createLibrary } from '../../src/library/create-library.js';
import type { Library } from '../../src/library/library.js';

/** Twelve posts, day by day: three authors, two categories, tags of very different size. */
function source(index: number): string {
  const day = String(index + 1).padStart(2, '0');
  return [
    '---',
    `title: "第 ${index + 1} 篇：服务网格实践"`,
    `date: 2022-02-${day}T10:00:00+08:00`,
    `tags: ${index % 4 === 0 ? '["MOSN", "Java 17"]' : '["SOFAStack"]'}`,
    `categories: "${index % 2 === 0 ? 'SOFAWeekly' : '技术'}"`,
    `author: "${['齐天', 'Ada Lovelace', '卫恒'][index % 3]}"`,
    '---',
    `post-${index + 1} 的第一段。`,
    '',
    '正文。',
  ].join('\n');
}

async function readLibrary(): Promise<Library> {
  const folder = mkdtempSync(join(tmpdir(), 'postrider-bot-'));
  for (let index = 0; index < 12; index++) {
    mkdirSync(join(folder, 'zh/blog'), { recursive: true });
    writeFileSync(join(folder, `zh/blog/post-${index + 1}.md`), source(index));
  }
  const reader = createContentReader({
    path: folder,
    include: ['**/*.md'],
    exclude: [],
    permalink: '/blog/{slug}/',
    siteUrl: 'https://blog.example.org',
    language: 'zh-CN',
    timezone: 'Asia/Shanghai',
  });
  const { posts } = await reader.scan();
  rmSync(folder, { recursive: true });
  return createLibrary(posts, { article: (post) => reader.article(post), search: reader.search });
}

/** The real library over real files; read once for a test file. */
export const botLibrary = await readLibrary();
