import { expect, it } from 'vitest';
import { createPagePaths } from '../../src/web/page-paths.js';
import { makePost } from '../support/make-post.js';

const BASE = 'https://rider.example.org';

it('keeps paths over edits, and gives them anew when a post comes, goes or moves', () => {
  const paths = createPagePaths(BASE);
  const older = makePost({ slug: 'same', date: '2022-01-01T00:00:00Z', url: 'https://blog.example.org/one/' });
  const newer = makePost({
    slug: 'same',
    date: '2022-01-02T00:00:00Z',
    url: 'https://blog.example.org/two/',
    path: 'two.md',
  });
  const first = paths.of([newer, older]);
  expect(first.get(older.id)).toBe('/posts/same/');
  expect(first.get(newer.id)).toBe(`/posts/same-${newer.id.slice(0, 8)}/`);

  const edited = { ...older, title: 'edited' };
  expect(paths.of([newer, edited])).toBe(first);
  expect(paths.of([newer]).get(newer.id)).toBe('/posts/same/');
  expect(paths.of([newer, { ...older, slug: 'other' }]).get(older.id)).toBe('/posts/other/');
});
