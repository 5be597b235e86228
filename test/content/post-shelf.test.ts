import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PostShelf } from '../../src/content/post-shelf.js';
import { makePost } from '../support/make-post.js';

/** Few paths and addresses, so that they meet often. */
const change = fc.record({
  path: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  post: fc.option(
    fc.record({ slug: fc.constantFrom('x', 'y', 'z'), day: fc.integer({ min: 1, max: 3 }), draft: fc.boolean() }),
    { nil: undefined },
  ),
});

it('after any changes it holds what a new shelf with the same files would', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 150 }), { maxLength: 5 }), (rounds) => {
      const shelf = new PostShelf();
      const files = new Map<string, ReturnType<typeof makePost>>();
      for (const round of rounds) {
        for (const { path, post } of round) {
          const made =
            post && makePost({ path, slug: post.slug, date: `2022-01-0${post.day}T00:00:00Z`, draft: post.draft });
          shelf.put(path, made);
          if (made) files.set(path, made);
          else files.delete(path);
        }
        const fresh = new PostShelf();
        for (const [path, post] of files) fresh.put(path, post);
        expect(shelf.posts()).toEqual(fresh.posts());
        expect(new Set(shelf.duplicates().map(({ file }) => file))).toEqual(
          new Set(fresh.duplicates().map(({ file }) => file)),
        );
        expect(shelf.posts().length + shelf.duplicates().length).toBe(files.size);
        expect(new Set(shelf.posts().map(({ url }) => url)).size).toBe(shelf.posts().length);
        const times = shelf.posts().map(({ time }) => time);
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }
    }),
  );
});

it('a list that was handed out stays as it was', () => {
  const shelf = new PostShelf();
  shelf.put('a', makePost({ path: 'a', slug: 'a' }));
  const before = shelf.posts();
  shelf.put('b', makePost({ path: 'b', slug: 'b' }));
  expect(shelf.posts()).toHaveLength(2);
  expect(before).toHaveLength(1);
});
