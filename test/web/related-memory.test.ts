import { expect, it } from 'vitest';
import type { Post } from '../../src/content/post.js';
import type { Library } from '../../src/library/library.js';
import { createRelatedMemory, type RelatedMemory } from '../../src/web/related-memory.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

/** What every page of a library shows, by the slug of its post. */
function shown(memory: RelatedMemory, of: Library): Record<string, string[]> {
  const related = memory.of(of, 4);
  return Object.fromEntries(of.posts.map((post) => [post.slug, related(post).map(({ slug }) => slug)]));
}
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
  const related = shown(createRelatedMemory(), library(mosn, mesh, seata, saga));
  expect(related).toMatchObject({ seata: ['saga'], mosn: ['mesh'] });
});

it('reckons a page when it is asked for, and no other', () => {
  const { asked, library: watched } = counted(library(mosn, mesh, seata, saga));
  createRelatedMemory().of(watched, 4)(seata);
  expect(asked).toEqual(['seata']);
});

it('reckons nothing anew when nothing changed, in a later process either', () => {
  const memory = createRelatedMemory();
  shown(memory, library(mosn, mesh, seata, saga));
  for (const later of [memory, createRelatedMemory(JSON.parse(JSON.stringify(memory.saved())))]) {
    const { asked, library: same } = counted(library(mosn, mesh, seata, saga));
    expect(shown(later, same).seata).toEqual(['saga']);
    expect(asked).toEqual([]);
  }
});

it('puts a new post with those it belongs to, and leaves the rest', () => {
  const memory = createRelatedMemory();
  shown(memory, library(mosn, mesh, seata, saga));
  const tcc = post('tcc', ['Seata'], { date: '2022-03-01T10:00:00+08:00' });
  const { asked, library: more } = counted(library(mosn, mesh, seata, saga, tcc));
  const related = shown(memory, more);
  expect(related.tcc?.sort()).toEqual(['saga', 'seata']);
  expect(related.seata).toContain('tcc');
  expect(asked.sort()).toEqual(['saga', 'seata', 'tcc']);
});

it('looks at no other post for an edit that changes nothing posts have in common', () => {
  const memory = createRelatedMemory();
  shown(memory, library(mosn, mesh, seata, saga));
  const mended = { ...saga, contentHash: 'mended' };
  const { asked, library: same } = counted(library(mosn, mesh, seata, mended));
  expect(shown(memory, same).seata).toEqual(['saga']);
  expect(asked).toEqual([]);

  const moved = { ...mended, contentHash: 'moved', tags: ['Mesh'] };
  const related = shown(memory, library(mosn, mesh, seata, moved));
  expect(related.saga).toEqual(['mesh']);
  expect(related.seata).toEqual([]);
});

it('forgets a post that is gone', () => {
  const memory = createRelatedMemory();
  shown(memory, library(mosn, mesh, seata, saga));
  const related = shown(memory, library(mosn, mesh, seata));
  expect(related.seata).not.toContain('saga');
  expect(memory.saved().map(([id]) => id)).not.toContain(saga.id);
});
