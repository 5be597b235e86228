import type { Article, Post, Problem } from '../../src/content/post.js';
import { readPost } from '../../src/content/read-post.js';

/** A post at https://example.org/blog/a/ with the given body, read. */
export function readBodyOf(body: string, path = 'zh/blog/a/index.md'): Post & Article & { problems: Problem[] } {
  const options = {
    permalink: '/blog/{slug}/',
    siteUrl: 'https://example.org',
    language: 'zh-CN',
    timezone: 'Asia/Shanghai',
  };
  const source = Buffer.from(`---\ntitle: A\ndate: 2022-01-01\n---\n${body}`);
  const { post, article, problems } = readPost(path, source, options, { time: 0, from: 'file' });
  if (!post || !article) throw new Error(`not a post: ${JSON.stringify(problems)}`);
  return { ...post, ...article, problems };
}
