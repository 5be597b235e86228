import type { Post } from '../../src/content/post.js';
import { createLibrary } from '../../src/library/create-library.js';
import type { Library } from '../../src/library/library.js';
import { openReader } from './content-reader.js';
import { type TempFolder, tempFolder } from './temp-folder.js';

export interface WrittenPost {
  title: string;
  date?: string;
  tags?: string[];
  category?: string;
  author?: string;
  body?: string;
}

/** A library over real files, read and indexed for real. Posts get the slugs p0, p1, …; later ones are newer unless dated. */
export async function libraryOf(posts: WrittenPost[], aliases: Record<string, string> = {}): Promise<Library> {
  const folder: TempFolder = tempFolder();
  for (const [at, post] of posts.entries()) {
    const date = post.date ?? new Date(Date.UTC(2022, 0, 1 + at)).toISOString();
    const fields = {
      title: post.title,
      date,
      tags: post.tags ?? [],
      category: post.category ?? [],
      author: post.author ?? [],
    };
    folder.write(`p${at}.md`, `${JSON.stringify(fields)}\n${post.body ?? ''}`);
  }
  const reader = openReader(folder.path);
  const { posts: read, problems } = await reader.scan();
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return createLibrary(read, { article: (post: Post) => reader.article(post), search: reader.search, aliases });
}
