import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify } from '../../src/announce/identify.js';
import { knownPost } from '../support/known-post.js';
import { makePost } from '../support/make-post.js';

const hello = makePost({ slug: 'hello' });
/** As a reader would give it: an id and guid from its present URL. */
const moved = makePost({ slug: 'welcome', bodyHash: hello.bodyHash });

describe('a post keeps its identity', () => {
  it('when its body, title and file change but its link stays', () => {
    const edited = { ...hello, path: 'zh/blog/elsewhere.md', title: '新标题', bodyHash: 'other' };
    expect(identify([edited], [knownPost(hello)])).toEqual([edited]);
  });

  it('when its file moves and gets a new link with the same body', () => {
    const [settled] = identify([moved], [knownPost(hello)]);
    expect(settled).toEqual({ ...moved, id: hello.id, guid: 'https://blog.example.org/blog/hello/' });
  });

  it('when it is moved again, by the link it has now, and keeps its first guid', () => {
    const after = { ...knownPost(hello), url: moved.url, path: moved.path };
    expect(identify([moved], [after])).toMatchObject([{ id: hello.id, guid: hello.guid }]);
  });

  it('when it moves, its body changes, and it names its old link as an alias', () => {
    const rewritten = makePost({ slug: 'new', bodyHash: 'rewritten', aliases: [hello.url] });
    expect(identify([rewritten], [knownPost(hello)])).toMatchObject([{ id: hello.id }]);
  });

  it('when its link and body change but it is the same file', () => {
    const renamed = makePost({ slug: 'other', path: hello.path, bodyHash: 'rewritten' });
    expect(identify([renamed], [knownPost(hello)])).toMatchObject([{ id: hello.id }]);
  });

  it('when it was deleted and comes back, also under another link', () => {
    const gone = [knownPost(hello, { gone: true })];
    expect(identify([hello], gone)).toMatchObject([{ id: hello.id }]);
    expect(identify([moved], gone)).toMatchObject([{ id: hello.id }]);
  });

  it('when the whole library gets new links at once', () => {
    const posts = ['a', 'b', 'c'].map((slug) => makePost({ slug }));
    const relinked = posts.map((post) => ({ ...post, id: `x${post.id}`, url: post.url.replace('/blog/', '/posts/') }));
    expect(
      identify(
        relinked,
        posts.map((post) => knownPost(post)),
      ).map(({ id }) => id),
    ).toEqual(posts.map(({ id }) => id));
  });
});

describe('a post is new', () => {
  it('when it has a link, body and file of its own', () => {
    const news = makePost({ slug: 'news' });
    expect(identify([hello, news], [knownPost(hello)])).toEqual([hello, news]);
  });

  it('when it is a copy of a post that is still there', () => {
    expect(identify([hello, moved], [knownPost(hello)])).toEqual([hello, moved]);
  });

  it('when an empty body is all they have in common', () => {
    const one = makePost({ slug: 'one', bodyHash: '' });
    const two = makePost({ slug: 'two', bodyHash: '' });
    expect(identify([two], [knownPost(one, { gone: true })])).toEqual([two]);
  });

  it('when it takes the file name of a post that was deleted long ago', () => {
    const reused = makePost({ slug: 'other', path: hello.path, bodyHash: 'another' });
    expect(identify([reused], [knownPost(hello, { gone: true })])).toEqual([reused]);
  });

  it('when it takes the link of a post that has moved away, and then has another id and guid', () => {
    const settled = knownPost({ ...moved, id: hello.id, guid: hello.guid });
    const [first, second] = identify([moved, hello], [settled]);
    expect(first).toMatchObject({ id: hello.id });
    expect(second?.id).not.toBe(hello.id);
    expect(second?.guid).toBe('https://blog.example.org/blog/hello/#2');
    expect(identify([moved, hello], [settled])[1]?.id).toBe(second?.id);
  });
});

it('gives every post an id of its own whatever moved where', () => {
  const slugs = fc.constantFrom('a', 'b', 'c', 'd');
  const posts = fc
    .uniqueArray(fc.record({ slug: slugs, body: slugs, path: slugs, aliases: fc.array(slugs, { maxLength: 2 }) }), {
      selector: ({ slug }) => slug,
    })
    .map((all) =>
      all.map(({ slug, body, path, aliases }) =>
        makePost({
          slug,
          path,
          bodyHash: body,
          aliases: aliases.map((each) => `https://blog.example.org/blog/${each}/`),
        }),
      ),
    );
  fc.assert(
    fc.property(fc.array(posts, { minLength: 1, maxLength: 5 }), (scans) => {
      let known: ReturnType<typeof knownPost>[] = [];
      for (const scan of scans) {
        const settled = identify(scan, known);
        expect(new Set(settled.map(({ id }) => id)).size).toBe(scan.length);
        expect(identify(scan, known)).toEqual(settled);
        const there = new Map(settled.map((post) => [post.id, knownPost(post)]));
        known = [
          ...known.filter(({ id }) => !there.has(id)).map((post) => ({ ...post, gone: true })),
          ...there.values(),
        ];
        expect(identify(scan, known).map(({ id }) => id)).toEqual(settled.map(({ id }) => id));
      }
    }),
  );
});
