import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/content/post.js';
import { emptyIndex } from '../../src/content/search-index.js';
import { createLibrary } from '../../src/library/create-library.js';
import { foldTerm, foldTitle, sameTerm } from '../../src/library/fold-term.js';
import type { Library, TermKind } from '../../src/library/library.js';
import { libraryOf } from '../support/library-of.js';
import { makePost } from '../support/make-post.js';
import { seededRandom } from '../support/seeded-random.js';

const NOTHING = {
  article: () => ({ html: '', text: '' }),
  search: emptyIndex,
};

describe('terms', () => {
  it.each([
    ['ＳＯＦＡＳｔａｃｋ', 'sofastack'],
    [' SOFAStack ', 'sofastack'],
    ['Service  Mesh', 'service-mesh'],
    ['Service\u00A0Mesh', 'service-mesh'],
    ['CI/CD', 'ci-cd'],
    ['云原生　架构', '云原生-架构'],
    ['C++', 'c++'],
    ['', ''],
  ])('%j has the address %j', (spelling, address) => {
    expect(foldTerm(spelling)).toBe(address);
    expect(foldTerm(address)).toBe(address);
  });

  it('are one whatever their case, width and spaces', () => {
    expect(sameTerm('SOFA 团队', 'sofa团队')).toBe(true);
    expect(sameTerm('Service Mesh', 'ServiceMesh')).toBe(true);
    expect(sameTerm('Seata', 'Seat')).toBe(false);
  });

  it('show in their most used spelling, the first used of equally used ones, with all their posts', () => {
    const library = createLibrary(
      [
        makePost({ slug: 'a', date: '2022-01-01T00:00:00Z', tags: ['Seata'] }),
        makePost({ slug: 'b', date: '2022-01-02T00:00:00Z', tags: ['seata', 'MOSN'] }),
        makePost({ slug: 'c', date: '2022-01-03T00:00:00Z', tags: ['seata '] }),
        makePost({ slug: 'd', date: '2022-01-04T00:00:00Z', tags: ['ＳＥＡＴＡ', 'seata'] }),
        makePost({ slug: 'e', date: '2022-01-05T00:00:00Z', tags: ['mosn'] }),
      ],
      NOTHING,
    );
    expect(library.terms('tag')).toEqual([
      { kind: 'tag', key: 'seata', name: 'seata', count: 4 },
      { kind: 'tag', key: 'mosn', name: 'MOSN', count: 2 },
    ]);
    expect(library.byTerm('tag', 'SEATA').map(({ slug }) => slug)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('are joined by aliases, under the name that is meant', () => {
    const posts = [
      makePost({ slug: 'a', tags: ['k8s'] }),
      makePost({ slug: 'b', tags: ['K8S'] }),
      makePost({ slug: 'c', tags: ['kubernetes'] }),
      makePost({ slug: 'd', tags: ['istio'] }),
    ];
    const library = createLibrary(posts, { ...NOTHING, aliases: { k8s: 'Kubernetes', mesh: 'Service Mesh' } });
    expect(library.term('tag', 'k8s')).toEqual({ kind: 'tag', key: 'kubernetes', name: 'kubernetes', count: 3 });
    const onlyAlias = createLibrary(posts.slice(0, 2), { ...NOTHING, aliases: { k8s: 'Kubernetes' } });
    expect(onlyAlias.term('tag', 'Kubernetes')).toEqual({
      kind: 'tag',
      key: 'kubernetes',
      name: 'Kubernetes',
      count: 2,
    });
  });

  it('are kinds of their own: tags, categories, authors, languages', () => {
    const post = makePost({ tags: ['A'], categories: ['B'], authors: [{ name: 'C' }], lang: 'zh-CN' });
    const library = createLibrary([post], NOTHING);
    const names = (['tag', 'category', 'author', 'language'] as const).map((kind) => library.terms(kind)[0]?.name);
    expect(names).toEqual(['A', 'B', 'C', 'zh-CN']);
    expect(library.byTerm('tag', 'B')).toEqual([]);
  });

  it('that are unknown have nearest ones: a typo away, or with the word in them', () => {
    const tags = ['MOSN', 'Seata', 'SOFARPC', 'SOFABoot', '服务网格', '开源'];
    const library = createLibrary(
      tags.map((tag) => makePost({ slug: tag, tags: [tag] })),
      NOTHING,
    );
    const near = (spelling: string) => library.nearestTerms('tag', spelling, 3).map(({ name }) => name);
    expect(near('mons')).toEqual(['MOSN']);
    expect(near('setaa')).toEqual(['Seata']);
    expect(near('sofa')).toEqual(['SOFARPC', 'SOFABoot']);
    expect(near('网格')).toEqual(['服务网格']);
    expect(near('完全不同')).toEqual([]);
  });
});

describe('addresses', () => {
  const a = makePost({
    slug: 'a',
    title: '喜迎虎年｜开源正当时！',
    url: 'https://www.example.org/blog/a%20b/',
    aliases: ['https://www.example.org/old/'],
  });
  const b = makePost({
    slug: 'b',
    title: 'Seata-Server 深度剖析',
    date: '2022-05-01T00:00:00Z',
    url: 'https://www.example.org/blog/b/',
  });
  const library = createLibrary([a, b], NOTHING);

  it.each([
    'https://www.example.org/blog/a%20b/',
    'https://www.example.org/blog/a%20b',
    'HTTPS://WWW.EXAMPLE.ORG/blog/a b/?utm=x#part',
    'http://example.org/blog/a%20b/index.html',
    '/blog/a b/',
    'blog/a%20b',
    'https://www.example.org/old/',
    '/old',
  ])('%s is found', (url) => expect(library.byUrl(url)).toBe(a));

  it.each(['https://other.example.net/blog/b/', '/blog/', '', 'https://', '/blog/c/'])('%j is nothing here', (url) => {
    expect(library.byUrl(url)).toBeUndefined();
  });

  it.each([
    [{ title: 'x', url: 'https://www.example.org/blog/b/' }],
    [{ title: 'ｓｅａｔａ－ｓｅｒｖｅｒ　深度剖析' }],
    [{ title: 'Seata Server深度剖析！', url: 'https://mp.weixin.qq.com/s/abc' }],
  ])('a link is the post it means: %j', (link) => expect(library.resolve(link)).toBe(b));

  it('a link that means nothing here is nothing', () => {
    expect(library.resolve({ title: '别的', url: 'https://mp.weixin.qq.com/s/abc' })).toBeUndefined();
    expect(library.resolve({ title: '！！！' })).toBeUndefined();
  });

  it('titles fold to what two people type alike', () => {
    expect(foldTitle('《Ｇｏ 语言》：（一）')).toBe(foldTitle('go语言 一'));
  });
});

describe('search', () => {
  const found = async (library: Library, query: string) =>
    (await library.search(query, { limit: 9, offset: 0 })).posts.map(({ title }) => title);

  it('finds exactly the posts with the text: two characters, across no gap, in no other order', async () => {
    const library = await libraryOf([
      { title: '甲', body: '这里剖析源码。' },
      { title: '乙', body: '开源。码农的一天。' },
      { title: '丙', body: '码源' },
      { title: '丁', body: '源' },
    ]);
    expect(await found(library, '源码')).toEqual(['甲']);
    expect(await found(library, '源')).toHaveLength(4);
    expect(await found(library, '剖析源码')).toEqual(['甲']);
    expect(await found(library, '码')).toEqual(['丙', '乙', '甲']);
    expect(await found(library, '')).toEqual([]);
    expect(await found(library, '？！')).toEqual([]);
  });

  it('finds whatever the case, width and accents, and parts of joined words', async () => {
    const library = await libraryOf([{ title: 'SOFARegistry 介绍', body: 'Café ＭＯＳＮ v1.2.0' }]);
    for (const query of [
      'sofaregistry',
      'ＳＯＦＡｒｅｇｉｓｔｒｙ',
      'registry',
      'regis',
      'cafe',
      'CAFÉ',
      'mosn',
      'v1.2.0',
      'sofa介绍',
      'registry 介绍',
    ]) {
      expect([query, await found(library, query)]).toEqual([query, ['SOFARegistry 介绍']]);
    }
  });

  it('forgives one typo in a word that is nowhere', async () => {
    const library = await libraryOf([{ title: 'Kubernetes 入门' }, { title: 'Seata 入门' }]);
    for (const query of [
      'kubernets',
      'kuberentes',
      'kubbernetes',
      'ubernetes',
      'jubernetes',
      'ukbernetes',
      'kubernetes',
    ])
      expect([query, await found(library, query)]).toEqual([query, ['Kubernetes 入门']]);
    expect(await found(library, 'setaa')).toEqual(['Seata 入门']);
    expect(await found(library, 'kafka')).toEqual([]);
  });

  it('ranks title over terms over text, and newest first among equals', async () => {
    const library = await libraryOf([
      { title: '网关设计', body: '很久以前' },
      { title: '标签里有', tags: ['网关'] },
      { title: '正文里有一次', body: '这里说到网关。' },
      { title: '正文里也有一次', body: '这里讲到网关。' },
      { title: '网关再设计', body: '最近' },
    ]);
    expect(await found(library, '网关')).toEqual([
      '网关再设计',
      '网关设计',
      '标签里有',
      '正文里也有一次',
      '正文里有一次',
    ]);
  });

  it('finds in order what reading every post would find, a page at a time or all at once', async () => {
    const random = seededRandom(7);
    const some = (letters: string, count: number) =>
      Array.from({ length: count }, () => letters[Math.floor(random() * letters.length)]).join('');
    const library = await libraryOf(
      Array.from({ length: 900 }, () => ({
        ...{ title: some('天地玄黄宇宙', 2), tags: [some('天地玄黄宇宙', 2)] },
        body: some('天地玄黄宇宙洪荒日月', 30),
      })),
    );
    const texts = new Map(library.posts.map((post) => [post, [post.title, post.tags[0], library.article(post).html]]));
    const placeOf = (post: Post, query: string) => texts.get(post)?.findIndex((text) => text?.includes(query)) ?? -1;
    for (let time = 0; time < 60; time++) {
      const query = some('天地玄黄宇宙洪荒日月', 1 + (time % 2));
      const matching = library.posts.filter((post) => placeOf(post, query) >= 0);
      const expected = [0, 1, 2].map((place) => matching.filter((post) => placeOf(post, query) === place));
      const { total, posts } = await library.search(query, { limit: library.posts.length, offset: 0 });

      expect([query, total]).toEqual([query, matching.length]);
      // Where there are few, those that are more about it come before newer ones.
      const places = expected.map((_, place) => posts.filter((post) => placeOf(post, query) === place));
      expect(posts).toEqual(places.flat());
      expect(places.map((each) => (total > 400 ? each : new Set(each)))).toEqual(
        expected.map((each) => (total > 400 ? each : new Set(each))),
      );
      const page = await library.search(query, { limit: 5, offset: 3 });
      expect(page).toEqual({ total, posts: posts.slice(3, 8) });
    }
  });

  it('ranks the post that is about it over the one that mentions it', async () => {
    const filler = '别的内容说了很多。'.repeat(40);
    const library = await libraryOf([
      { title: '甲', body: `${filler}限流、限流与限流的限流：限流。` },
      { title: '乙', body: `${filler}限流。` },
    ]);
    expect(await found(library, '限流')).toEqual(['甲', '乙']);
  });

  it('wants every word, and takes quotes literally', async () => {
    const library = await libraryOf([
      { title: '甲', body: 'service mesh and more' },
      { title: '乙', body: 'mesh as a service' },
      { title: '丙', body: '分布式事务' },
      { title: '丁', body: '分布式的事务' },
    ]);
    expect(await found(library, 'service mesh')).toEqual(['乙', '甲']);
    expect(await found(library, '"service mesh"')).toEqual(['甲']);
    expect(await found(library, '“service mesh”')).toEqual(['甲']);
    expect(await found(library, '"分布式 事务"')).toEqual(['丙']);
    expect(await found(library, '"servic mesh"')).toEqual([]);
    expect(await found(library, 'service kafka')).toEqual([]);
  });

  it('takes a long Chinese query word by word when it stands nowhere as a whole', async () => {
    const library = await libraryOf([
      { title: '甲', body: '蚂蚁的服务网格，大规模实践。' },
      { title: '乙', body: '蚂蚁的实践。' },
    ]);
    expect(await found(library, '蚂蚁服务网格实践')).toEqual(['甲']);
  });

  it('is paged, with the number of all', async () => {
    const library = await libraryOf(Array.from({ length: 7 }, (_, at) => ({ title: `第 ${at} 篇`, body: '分页' })));
    const { total, posts } = await library.search('分页', { limit: 3, offset: 2 });
    expect(total).toBe(7);
    expect(posts.map(({ title }) => title)).toEqual(['第 4 篇', '第 3 篇', '第 2 篇']);
  });

  it.each([
    '"',
    '""',
    '*',
    'AND',
    'a OR b',
    'NEAR(a b)',
    '-x',
    'title:x',
    "it's",
    '{x}',
    '^a',
    'a"b',
    '\u0000',
    '(',
    'x'.repeat(5000),
  ])('takes %j for words, not for a program', async (query) => {
    const library = await libraryOf([{ title: '甲', body: 'something else' }]);
    expect((await library.search(query, { limit: 9, offset: 0 })).total).toBeGreaterThanOrEqual(0);
  });

  it('finds nothing of posts that are not in the library', async () => {
    const whole = await libraryOf([
      { title: '甲', body: '秘密' },
      { title: '乙', body: '秘密' },
    ]);
    const [, hidden] = whole.posts;
    const part = createLibrary(
      whole.posts.filter((post) => post !== hidden),
      {
        article: whole.article,
        search: {
          find: async () => ({
            places: [[], [], [0, 1]],
            articles: { hashOf: (number) => whole.posts[number]?.contentHash },
          }),
          salient: () => new Map(),
        },
      },
    );
    expect(await part.search('秘密', { limit: 9, offset: 0 })).toMatchObject({ total: 1, posts: [{ title: '乙' }] });
  });
});

describe('related posts', () => {
  it('share rare tags rather than common ones', async () => {
    const library = await libraryOf([
      ...Array.from({ length: 30 }, (_, at) => ({ title: `普通 ${at}`, tags: ['开源'] })),
      { title: '罕见甲', tags: ['开源', '共识算法'] },
      { title: '罕见乙', tags: ['开源', '共识算法'] },
    ]);
    const post = library.posts.find(({ title }) => title === '罕见甲');
    expect(library.related(post as never, 1).map(({ title }) => title)).toEqual(['罕见乙']);
  });

  it('share rare words of their texts', async () => {
    const library = await libraryOf([
      { title: '甲', body: 'Nydus 镜像加速。Nydus 的镜像很快。' },
      { title: '乙', body: '今天谈谈 Nydus 与 Nydus 的镜像。' },
      { title: '丙', body: '今天谈谈别的，别的。' },
      { title: '丁', body: '再谈谈别的，别的。' },
    ]);
    const post = library.posts.find(({ title }) => title === '甲');
    expect(library.related(post as never, 1).map(({ title }) => title)).toEqual(['乙']);
  });

  it('recommend each other, above all', async () => {
    const library = await libraryOf([
      { title: '被推荐的文章', body: '内容一' },
      { title: '同标签的文章', tags: ['共识'], body: '内容二' },
      {
        title: '推荐别人的文章',
        tags: ['共识'],
        body: '内容三\n\n### 推荐阅读\n\n- [被推荐的文章](https://example.net/elsewhere)\n',
      },
    ]);
    const byTitle = (title: string) => library.posts.find((post) => post.title === title) as never;
    expect(library.related(byTitle('推荐别人的文章'), 2).map(({ title }) => title)).toEqual([
      '被推荐的文章',
      '同标签的文章',
    ]);
    expect(library.related(byTitle('被推荐的文章'), 1).map(({ title }) => title)).toEqual(['推荐别人的文章']);
  });

  it('are never the post itself, and none when nothing is shared', async () => {
    const library = await libraryOf([
      { title: '甲', body: '一' },
      { title: '乙', body: '二' },
    ]);
    expect(library.related(library.posts[0] as never, 5)).toEqual([]);
  });
});

it('lists posts newest first, whatever order they came in, and knows them by id', () => {
  const posts = ['b', 'c', 'a'].map((slug, at) => makePost({ slug, date: `2022-01-0${at + 1}T00:00:00Z` }));
  const library = createLibrary(posts, NOTHING);
  expect(library.posts.map(({ slug }) => slug)).toEqual(['a', 'c', 'b']);
  expect(library.byId(posts[0]?.id ?? '')).toBe(posts[0]);
});

describe('the library after a change', () => {
  const spelling = fc.constantFrom('MOSN', 'mosn', 'Ｍosn', 'Seata', 'seata ', 'k8s', 'Kubernetes', '');
  const post = fc
    .record({
      slug: fc.constantFrom('a', 'b', 'c', 'd'),
      day: fc.integer({ min: 1, max: 3 }),
      tags: fc.array(spelling, { maxLength: 3 }),
      categories: fc.array(spelling, { maxLength: 1 }),
      lang: fc.constantFrom('zh-CN', 'en'),
    })
    .map(({ day, ...rest }) => makePost({ ...rest, date: `2022-01-0${day}T00:00:00Z` }));
  const posts = fc
    .uniqueArray(post, { selector: ({ slug }) => slug })
    .map((list) => list.toSorted((a, b) => b.time - a.time || (a.path < b.path ? -1 : 1)));
  const KINDS: TermKind[] = ['tag', 'category', 'author', 'language'];

  it('has the terms, with names, counts and posts, of one that is made anew', () => {
    const sources = { ...NOTHING, aliases: { k8s: 'Kubernetes' } };
    fc.assert(
      fc.property(fc.array(posts, { minLength: 2, maxLength: 5 }), fc.boolean(), (lists, shareObjects) => {
        let library = createLibrary([], sources);
        let before = new Map<string, (typeof lists)[number][number]>();
        for (const list of lists) {
          // Between two scans most posts are the same objects.
          const later = list.map((each) => (shareObjects && before.get(JSON.stringify(each))) || each);
          before = new Map(later.map((each) => [JSON.stringify(each), each]));
          for (const kind of KINDS) library.terms(kind);
          library = library.after(later);
          const anew = createLibrary(later, sources);
          for (const kind of KINDS) {
            expect(library.terms(kind)).toEqual(anew.terms(kind));
            for (const { name } of anew.terms(kind))
              expect(library.byTerm(kind, name)).toEqual(anew.byTerm(kind, name));
          }
        }
      }),
    );
  });
});
