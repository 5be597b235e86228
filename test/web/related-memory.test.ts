import { expect, it } from 'vitest';
import type { Post } from '../../src/content/post.js';
import type { Library } from '../../src/library/library.js';
import { createRelatedMemory } from '../../src/web/related-memory.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const mark = (post: Post) => post.contentHash;
const slugs = (posts: readonly Post[] | undefined) => posts?.map((post) => post.slug);
// Nothing in common but tags.
const library = (...posts: Post[]) => makeLibrary(posts, Object.fromEntries(posts.map(({ slug }) => [slug, slug])));
const post = (slug: string, tags: string[], change: Partial<Post> = {}) =>
  makePost({ slug, title: slug, excerpt: '', tags, categories: [], authors: [], ...change });

/** Counts how often kinship is reckoned. */
function counted(inner: Library) {
  const asked: string[] = [];
  const related = (of: Post, limit: number) => {
    asked.push(of.slug);
    return inner.related(of, limit);
  };
  return { asked, library: { ...inner, related } };
}

const mosn = post('mosn', ['MOSN']);
const mesh = post('mesh', ['MOSN', 'Mesh']);
const seata = post('seata', ['Seata']);
const saga = post('saga', ['Seata']);

it('gives what the library gives', () => {
  const related = createRelatedMemory().of(library(mosn, mesh, seata, saga), mark, 4);
  expect(slugs(related.get(seata.id))).toEqual(['saga']);
  expect(slugs(related.get(mosn.id))).toEqual(['mesh']);
});

it('reckons nothing anew when nothing changed', () => {
  const memory = createRelatedMemory();
  memory.of(library(mosn, mesh, seata, saga), mark, 4);
  const { asked, library: same } = counted(library(mosn, mesh, seata, saga));
  expect(slugs(memory.of(same, mark, 4).get(seata.id))).toEqual(['saga']);
  expect(asked).toEqual([]);
});

it('puts a new post with those it belongs to, and leaves the rest', () => {
  const memory = createRelatedMemory();
  memory.of(library(mosn, mesh, seata, saga), mark, 4);
  const tcc = post('tcc', ['Seata'], { date: '2022-03-01T10:00:00+08:00' });
  const { asked, library: more } = counted(library(mosn, mesh, seata, saga, tcc));
  const related = memory.of(more, mark, 4);
  expect(slugs(related.get(tcc.id))?.sort()).toEqual(['saga', 'seata']);
  expect(slugs(related.get(seata.id))).toContain('tcc');
  expect(asked.sort()).toEqual(['saga', 'seata', 'tcc']);
});

it('forgets a post that is gone', () => {
  const memory = createRelatedMemory();
  memory.of(library(mosn, mesh, seata, saga), mark, 4);
  const related = memory.of(library(mosn, mesh, seata), mark, 4);
  expect(related.has(saga.id)).toBe(false);
  expect(slugs(related.get(seata.id))).not.toContain('saga');
});
