import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitScan, type ScanToCommit } from '../../src/announce/commit-scan.js';
import { editsInPlace, type TakenScan } from '../../src/announce/edits-in-place.js';
import { newestFirst } from '../../src/content/newest-first.js';
import { isVisible, type Post } from '../../src/content/post.js';
import type { Engine } from '../../src/engine/engine.js';
import { makePost } from '../support/make-post.js';
import { openEngine } from '../support/open-engine.js';
import { testWorld } from '../support/test-world.js';

const NOW = Date.parse('2022-02-10T12:00:00+08:00');
const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };

function scan(posts: Post[], before?: TakenScan): ScanToCommit {
  return {
    posts,
    before,
    announce: { maxAge: 30 * 86_400_000, burst: 5, breaker: null, edits: 'update', deletes: 'delete' },
    channels: ['community', 'group'].map((name) => ({ name, announce: true, match, language: 'zh' })),
    subscriptions: [],
    languageOf: () => 'zh',
  };
}

/** What an author does to the post at a place in the library. */
type Step = { at: number; change: Partial<Post> | 'delete' | 'add' };

const slugs = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const url = slugs.map((slug) => `https://blog.example.org/blog/${slug}/`);
const changes: fc.Arbitrary<Step['change']> = fc.oneof(
  fc.constantFrom<Step['change']>('delete', 'add', {}),
  fc.record(
    {
      title: fc.string({ maxLength: 3 }),
      bodyHash: slugs,
      draft: fc.boolean(),
      time: fc.constantFrom(NOW - 5_000, NOW - 4_000, NOW + 60_000),
      url,
      aliases: fc.array(url, { maxLength: 2 }),
      path: slugs,
    },
    { requiredKeys: [] },
  ),
);
const steps: fc.Arbitrary<Step[][]> = fc.array(
  fc.array(fc.record({ at: fc.nat(4), change: changes }), { maxLength: 3 }),
  { minLength: 1, maxLength: 8 },
);

function apply(posts: readonly Post[], { at, change }: Step, next: number): Post[] {
  if (change === 'add') return [...posts, makePost({ slug: `new-${next}`, time: NOW - next })];
  const post = posts[at];
  if (!post) return [...posts];
  const others = posts.filter((each) => each !== post);
  const changed = change === 'delete' ? [] : [{ ...post, ...change }];
  // Nobody has the address or the file of another.
  return [
    ...others.filter((each) => changed.every(({ url, path }) => each.url !== url && each.path !== path)),
    ...changed,
  ];
}

async function stateOf({ ledger }: Engine) {
  const { posts, revision } = await ledger.known();
  const deliveries = await ledger.deliveries({ limit: 1_000 });
  return {
    posts,
    revision,
    deliveries: deliveries.map(({ id, state, message, revision }) => ({ id, state, message, revision })),
  };
}

describe('edits in place', () => {
  it('come to the same in the ledger, and for readers, as looking at the whole library', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (scans) => {
        const [narrow, wide] = [openEngine({ now: () => NOW }), openEngine({ now: () => NOW })];
        const world = testWorld({ now: () => NOW });
        let read = ['a', 'b', 'c', 'd'].map((slug, at) => makePost({ slug, time: NOW - at }));
        let before: TakenScan | undefined;
        let added = 0;
        for (const each of [[], ...scans]) {
          for (const step of each) read = apply(read, step, ++added);
          read = read.toSorted(newestFirst);
          const { posts, created } = await commitScan(scan(read, before), narrow.ledger, world);
          const whole = await commitScan(scan(read), wide.ledger, world);
          // What readers cannot see is not known to the ledger, and has no identity to keep.
          const visible = (all: readonly Post[]) => all.filter((post) => isVisible(post, NOW));
          expect(visible(posts)).toEqual(visible(whole.posts));
          expect(created).toEqual(whole.created);
          expect(await stateOf(narrow)).toEqual(await stateOf(wide));
          before = { read, posts };
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('are few posts that keep their addresses, and nothing else', () => {
    const posts = ['a', 'b', 'c'].map((slug) => makePost({ slug }));
    const [a, b, c] = posts as [Post, Post, Post];
    const before = { read: posts, posts };
    const edited = { ...b, title: 'edited' };
    expect(editsInPlace(before, [a, edited, c])).toMatchObject({ posts: [edited], ids: [b.id] });
    expect(editsInPlace(before, [a, { ...b, url: `${b.url}moved/` }, c])).toBeUndefined();
    expect(editsInPlace(before, [a, c])).toBeUndefined();
    expect(editsInPlace(before, [...posts, makePost({ slug: 'd' })])).toBeUndefined();
  });

  it('do not stand when the ledger knows the post otherwise, or was restored', () => {
    const posts = [makePost({ slug: 'a' })];
    const [a] = posts as [Post];
    const edits = editsInPlace({ read: posts, posts }, [{ ...a, title: 'edited' }]);
    const record = { id: a.id, guid: a.guid, url: a.url, path: a.path, bodyHash: '', cardHash: '', gone: false };
    const ledger = { revision: 1, initialised: true, posts: [record] };
    expect(edits?.stand(ledger)).toBe(true);
    expect(edits?.stand({ ...ledger, posts: [] })).toBe(false);
    expect(edits?.stand({ ...ledger, posts: [{ ...record, gone: true }] })).toBe(false);
    expect(edits?.stand({ ...ledger, posts: [{ ...record, url: `${a.url}moved/` }] })).toBe(false);
    expect(edits?.stand({ ...ledger, restoredFrom: NOW })).toBe(false);
    expect(edits?.stand({ ...ledger, initialised: false })).toBe(false);
  });
});
