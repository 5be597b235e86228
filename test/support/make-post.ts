import { createHash } from 'node:crypto';
import type { Post } from '../../src/content/post.js';

/** A post with sensible defaults; `slug` alone makes a distinct one. */
export function makePost(change: Partial<Post> = {}): Post {
  const slug = change.slug ?? 'hello';
  const url = change.url ?? `https://blog.example.org/blog/${slug}/`;
  const date = change.date ?? '2022-02-03T15:00:00+08:00';
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  return {
    id: hash(url).slice(0, 16),
    guid: url,
    url,
    path: `zh/blog/${slug}/index.md`,
    slug,
    section: 'blog',
    lang: 'zh-CN',
    title: `标题 ${slug}`,
    date,
    time: Date.parse(date),
    updated: date,
    authors: [{ name: '齐天', url: 'https://github.com/sofastack' }],
    description: '',
    excerpt: `${slug} 的第一段。`,
    categories: ['SOFAStack'],
    tags: ['SOFAStack'],
    keywords: [],
    aliases: [],
    draft: false,
    announce: { enabled: true, channels: [] },
    words: 1200,
    readingMinutes: 4,
    recommends: [],
    contentHash: hash(JSON.stringify([slug, change])),
    bodyHash: hash(slug),
    ...change,
  };
}
