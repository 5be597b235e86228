import { onTestFinished } from 'vitest';
import {
  type ContentOptions,
  type ContentReader,
  createContentReader,
  type ScanResult,
} from '../../src/content/create-content-reader.js';
import type { ArticleBody, Post } from '../../src/content/post.js';

/** A reader over a folder with the options most tests want; closed when the test ends. */
export function openReader(path: string, overrides: Partial<ContentOptions> = {}): ContentReader {
  const reader = createContentReader({
    path,
    include: ['**/*.md', '**/*.markdown', '**/*.mdx'],
    exclude: ['**/_index.md'],
    permalink: '/blog/{slug}/',
    siteUrl: 'https://example.org',
    language: 'zh-CN',
    timezone: 'Asia/Shanghai',
    ...overrides,
  });
  onTestFinished(() => reader.close());
  return reader;
}

/** One scan of a folder. */
export function scanFolder(path: string, overrides: Partial<ContentOptions> = {}): Promise<ScanResult> {
  return openReader(path, overrides).scan();
}

/** A post and its article out of a folder that holds just that. */
export async function readOnly(path: string, overrides: Partial<ContentOptions> = {}): Promise<Post & ArticleBody> {
  const reader = openReader(path, overrides);
  const { posts, problems } = await reader.scan();
  const [post] = posts;
  if (!post) throw new Error(`no post was read: ${JSON.stringify(problems)}`);
  return { ...post, ...reader.article(post) };
}
