import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/content/post.js';
import { composeEdition, type EditionInput } from '../../src/digest/compose-edition.js';
import type { Edition } from '../../src/digest/edition.js';
import { editionRecord } from '../../src/digest/edition-record.js';
import type { EditionRecord } from '../../src/engine/engine.js';
import { makeJob } from '../support/make-job.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const at = (text: string) => Date.parse(`${text}+08:00`);
const FRIDAY = at('2022-02-04T10:00:00');
const WEEK = 7 * 86_400_000;
const site = {
  title: 'SOFAStack 社区博客',
  description: '',
  url: 'https://blog.example.org/',
  language: 'zh-CN',
};

/** A post of a day (`02-03` is 3 February 2022), recommending articles by title. */
function post(slug: string, day: string, recommends: string[] = [], change: Partial<Post> = {}): Post {
  const date = day.length > 5 ? day : `2022-${day}T15:00:00+08:00`;
  const links = recommends.map((title) => ({ title, url: `https://mp.example.cn/s/${encodeURIComponent(title)}` }));
  return makePost({ slug, title: slug, date, recommends: links, ...change });
}

function compose(posts: Post[], change: Partial<EditionInput> = {}): Edition {
  return composeEdition({
    job: makeJob(),
    library: makeLibrary(posts),
    site,
    at: FRIDAY,
    previousEditions: [],
    ...change,
  });
}

function record(change: Partial<EditionRecord>): EditionRecord {
  return {
    id: 'weekly-reading/2022-W04',
    job: 'weekly-reading',
    from: '2022-01-21T10:00:00+08:00',
    to: '2022-01-28T10:00:00+08:00',
    title: '',
    markdown: '',
    posts: [],
    readings: [],
    createdAt: '2022-01-28T02:00:00.000Z',
    ...change,
  };
}

const titles = (list: { title: string }[]) => list.map(({ title }) => title);

describe('an edition', () => {
  it('is named after its job and period, and covers the window up to its moment', () => {
    const edition = compose([post('a', '02-03')]);
    expect(edition).toMatchObject({
      id: 'weekly-reading/2022-W05',
      title: '本周推荐阅读 · 2022 年第 5 周',
      from: '2022-01-28T10:00:00+08:00',
      to: '2022-02-04T10:00:00+08:00',
    });
  });

  it('begins where the last edition ended if that is earlier, and at its own window if that is', () => {
    const skippedTwice = record({ to: '2022-01-14T10:00:00+08:00', id: 'weekly-reading/2022-W02' });
    const yesterday = record({ to: '2022-02-03T10:00:00+08:00', id: 'weekly-reading/x' });
    expect(compose([], { previousEditions: [skippedTwice] }).from).toBe('2022-01-14T10:00:00+08:00');
    expect(compose([], { previousEditions: [yesterday] }).from).toBe('2022-01-28T10:00:00+08:00');
  });

  it('loses no hour when summer time ends between two editions', () => {
    const job = makeJob({ timezone: 'Europe/Berlin' });
    // 28 October 10:00 +02:00 to 4 November 10:00 +01:00 is 169 hours.
    const last = record({
      to: '2022-10-28T10:00:00+02:00',
      from: '2022-10-21T10:00:00+02:00',
      id: 'weekly-reading/2022-W43',
    });
    const edition = compose([post('first-hour', '2022-10-28T10:30:00+02:00')], {
      job,
      at: Date.parse('2022-11-04T10:00:00+01:00'),
      previousEditions: [last],
    });
    expect(edition.from).toBe('2022-10-28T10:00:00+02:00');
    expect(edition.to).toBe('2022-11-04T10:00:00+01:00');
    expect(titles(edition.posts)).toEqual(['first-hour']);
  });

  it('looks at earlier editions of its own job only, not at later ones nor at itself', () => {
    const edition = compose([post('a', '02-03'), post('old', '2021-12-01T10:00:00+08:00')], {
      previousEditions: [
        record({
          id: 'weekly-reading/2022-W05',
          to: '2022-02-04T10:00:00+08:00',
          posts: [{ id: 'x', title: 'a', url: post('a', '02-03').url }],
        }),
        record({
          id: 'weekly-reading/2022-W06',
          to: '2022-02-11T10:00:00+08:00',
          readings: [{ title: 'old', url: post('old', '02-03').url }],
        }),
        record({ id: 'other/2021-W50', job: 'other', to: '2021-12-17T10:00:00+08:00' }),
      ],
    });
    expect(edition.from).toBe('2022-01-28T10:00:00+08:00');
    expect(titles(edition.posts)).toEqual(['a']);
    expect(titles(edition.readings)).toEqual(['old']);
  });

  it('is the same for the same input, in whatever order that comes', () => {
    const posts = [
      post('a', '02-03', ['甲', '乙']),
      post('b', '02-02', ['乙', '丙']),
      post('c', '2021-12-20T10:00:00+08:00', ['丁', '甲']),
      post('d', '2021-11-20T10:00:00+08:00'),
      post('e', '2021-11-20T10:00:00+08:00'),
    ];
    const previousEditions = [record({}), record({ id: 'weekly-reading/2022-W03', to: '2022-01-21T10:00:00+08:00' })];
    const first = compose(posts, { previousEditions });
    expect(compose([...posts].reverse(), { previousEditions: [...previousEditions].reverse() })).toEqual(first);
  });
});

describe('the new posts of an edition', () => {
  it('are those of the window, newest first: from its first moment to just before its last', () => {
    const edition = compose([
      post('before', '2022-01-28T09:59:59+08:00'),
      post('first', '2022-01-28T10:00:00+08:00'),
      post('last', '2022-02-04T09:59:59+08:00'),
      post('after', '2022-02-04T10:00:00+08:00'),
    ]);
    expect(titles(edition.posts)).toEqual(['last', 'first']);
  });

  it('are capped, and the others counted', () => {
    const many = Array.from({ length: 13 }, (_, index) => post(`p${index}`, `02-0${1 + (index % 3)}`));
    const edition = compose(many);
    expect([edition.posts.length, edition.more]).toEqual([10, 3]);
  });

  it('are not flooded by a batch of old posts that was imported this week', () => {
    const imported = Array.from({ length: 40 }, (_, index) =>
      post(`old${index}`, `2019-0${1 + (index % 9)}-05T10:00:00+08:00`),
    );
    expect(titles(compose([post('new', '02-01'), ...imported]).posts)).toEqual(['new']);
  });

  it('include one that was dated last week but merged after the last edition, once', () => {
    const late = post('late', '01-27');
    const onTime = post('on-time', '01-26');
    const last = record({ posts: [onTime] });
    const edition = compose([post('new', '02-02'), late, onTime], { previousEditions: [last] });
    expect(titles(edition.posts)).toEqual(['new', 'late']);
    const next = compose([post('new', '02-02'), late, onTime], {
      at: FRIDAY + WEEK,
      previousEditions: [last, editionRecord(edition, FRIDAY)],
    });
    expect(titles(next.posts)).toEqual([]);
  });

  it('do not include what the last edition had no room for', () => {
    const job = makeJob({ posts: 1 });
    const last = record({ posts: [post('chosen', '01-27')] });
    const edition = compose([post('chosen', '01-27'), post('no-room', '01-26'), post('new', '02-02')], {
      job,
      previousEditions: [last],
    });
    expect(titles(edition.posts)).toEqual(['new']);
  });

  it('are only those the job’s match wants: one term of every list given', () => {
    const job = makeJob({
      match: { tags: ['mosn', 'Layotto'], categories: ['SOFAStack'], authors: [], languages: [], sections: [] },
    });
    const edition = compose(
      [
        post('mosn', '02-03', [], { tags: ['MOSN'] }),
        post('layotto', '02-02', [], { tags: ['Layotto'] }),
        post('seata', '02-01', [], { tags: ['Seata'] }),
        post('weekly', '02-01', [], { tags: ['MOSN'], categories: ['SOFA Weekly'] }),
      ],
      { job },
    );
    expect(titles(edition.posts)).toEqual(['mosn', 'layotto']);
  });

  it('are grouped by category when there are many, and not when they are few or of one kind', () => {
    const posts = (count: number, categories: string[]) =>
      Array.from({ length: count }, (_, index) =>
        post(`p${index}`, `2022-02-03T0${9 - index}:00:00+08:00`, [], {
          categories: [categories[index % categories.length] as string].filter(Boolean),
        }),
      );
    const grouped = compose(posts(7, ['技术', '', '周报']));
    expect(grouped.groups.map(({ category, posts: members }) => [category, titles(members)])).toEqual([
      ['技术', ['p0', 'p3', 'p6']],
      ['周报', ['p2', 'p5']],
      ['', ['p1', 'p4']],
    ]);
    expect(compose(posts(6, ['技术', '周报'])).groups).toEqual([]);
    expect(compose(posts(7, ['技术'])).groups).toEqual([]);
  });
});

describe('the readings of an edition', () => {
  it('are what recent posts recommend most, and each says why', () => {
    const edition = compose([
      post('a', '02-03', ['甲', '乙']),
      post('b', '02-02', ['甲']),
      post('c', '02-01', ['甲', '丙', '丙']),
    ]);
    expect(edition.readings.map(({ title, source }) => [title, source])).toEqual([
      ['甲', { type: 'recommended', count: 3 }],
      ['乙', { type: 'recommended', count: 1 }],
      ['丙', { type: 'recommended', count: 1 }],
    ]);
    expect(edition.markdown).toContain('- [甲](https://mp.example.cn/s/%E7%94%B2) · 3 篇文章推荐');
  });

  it('count a recent recommendation more than an old one, and none of half a year ago', () => {
    const edition = compose([
      post('a', '02-03', ['新']),
      post('b', '2021-12-05T10:00:00+08:00', ['旧']),
      post('c', '2021-12-04T10:00:00+08:00', ['旧']),
      post('d', '2021-07-04T10:00:00+08:00', ['太旧']),
    ]).readings.filter(({ source }) => source.type === 'recommended');
    // Two of two months ago weigh half of one of today.
    expect(titles(edition)).toEqual(['新', '旧']);
  });

  it('lead to the library’s own post where the recommended article is one', () => {
    const own = post('服务网格', '2021-06-01T10:00:00+08:00');
    const edition = compose([own, post('a', '02-03', ['服务网格'])]);
    expect(edition.readings[0]).toMatchObject({
      title: '服务网格',
      url: own.url,
      source: { type: 'recommended', count: 1 },
    });
  });

  it('are never a new post of the edition, even one that found no room', () => {
    const job = makeJob({ posts: 1 });
    const edition = compose([post('new', '02-03', ['no-room', 'new']), post('no-room', '02-02', ['new'])], { job });
    expect(titles(edition.posts)).toEqual(['new']);
    expect(edition.readings).toEqual([]);
  });

  it('are never what an edition of the last two years had, as reading or as post, under that address or that title', () => {
    const posts = [post('a', '02-03', ['看过的', '换了地址的', '当新文章登过的', '没看过的'])];
    const earlier = record({
      readings: [
        { title: '看过的 ！', url: 'https://elsewhere.example.cn/1' },
        { title: '另一个标题', url: `http://mp.example.cn/s/${encodeURIComponent('换了地址的')}/#top` },
      ],
      posts: [{ id: 'x', title: '当新文章登过的', url: 'https://blog.example.org/x/' }],
    });
    expect(titles(compose(posts, { previousEditions: [earlier] }).readings)).toEqual(['没看过的']);
    const longAgo = { ...earlier, from: '2019-12-01T10:00:00+08:00', to: '2019-12-08T10:00:00+08:00' };
    expect(compose(posts, { previousEditions: [longAgo] }).readings).toHaveLength(4);
  });

  it('take the most used address when posts disagree about where an article is', () => {
    const link = (url: string) => ({ recommends: [{ title: '降本提效', url }] });
    const edition = compose([
      post('a', '02-03', [], link('https://mp.example.cn/wrong')),
      post('b', '02-02', [], link('https://mp.example.cn/right')),
      post('c', '02-01', [], link('https://mp.example.cn/right?utm_source=x')),
    ]);
    expect(edition.readings).toHaveLength(1);
    expect(edition.readings[0]?.url).toBe('https://mp.example.cn/right');
  });

  it('leave out what leads nowhere: lines without an address, scripts, mail', () => {
    const recommends = [
      { title: '没有链接' },
      { title: '脚本', url: 'javascript:alert(1)' },
      { title: '邮件', url: 'mailto:a@b.c' },
    ];
    expect(compose([post('a', '02-03', [], { recommends })]).readings).toEqual([]);
  });

  it('mix in friends’ newest articles, half of the list at most, each feed in turn', () => {
    const friend = (title: string, day: string, feed: string) => ({
      title,
      url: `https://${feed}.example.org/${encodeURIComponent(title)}`,
      time: at(`2022-${day}T12:00:00`),
      feed,
    });
    const edition = compose([post('a', '02-01', ['甲', '乙', '丙', '丁'])], {
      friends: [
        friend('云原生一', '02-03', 'cloud'),
        friend('云原生二', '02-03', 'cloud'),
        friend('数据库', '02-02', 'db'),
        friend('上个月的', '01-03', 'db'),
      ],
    });
    expect(titles(edition.readings.filter(({ source }) => source.type === 'friend'))).toEqual(['云原生一', '数据库']);
    expect(edition.markdown).toContain('来自 cloud');
  });

  it('fall back to older articles of the library: the much recommended first', () => {
    const edition = compose([
      post('new', '02-03'),
      post('x', '2020-03-01T10:00:00+08:00', ['经典']),
      post('经典', '2019-03-01T10:00:00+08:00'),
    ]);
    expect(edition.readings.map(({ title, source }) => [title, source.type])).toEqual([
      ['经典', 'evergreen'],
      ['x', 'evergreen'],
    ]);
  });

  it('lead to the library’s own post also when the recommendation spells its title a little differently', () => {
    const own = post('own', '2021-06-01T10:00:00+08:00', [], { title: 'Go 内存泄漏，pprof 够用了吗？' });
    const [reading] = compose([own, post('a', '02-03', ['Go 内存泄漏，pprof 够用了么？'])]).readings;
    expect(reading).toMatchObject({ url: own.url, source: { type: 'recommended', count: 1 } });
  });

  it('may bring back a post three months after an edition announced it, when nothing unseen is left', () => {
    const old = post('old', '2021-06-01T10:00:00+08:00');
    const unseen = post('unseen', '2020-06-01T10:00:00+08:00');
    const announcedIn = (to: string) => [record({ to, from: to, id: 'weekly-reading/x', posts: [old] })];
    const readings = (to: string) =>
      titles(compose([old, unseen, post('new', '02-03')], { previousEditions: announcedIn(to) }).readings);
    expect(readings('2021-11-12T10:00:00+08:00')).toEqual(['unseen']);
    expect(readings('2021-06-04T10:00:00+08:00')).toEqual(['unseen', 'old']);
  });

  it('are no old issues of a periodical', () => {
    const issues = Array.from({ length: 5 }, (_, index) =>
      post(`issue${index}`, '2021-06-01T10:00:00+08:00', [], {
        title: `SOFA Weekly ｜ 第 ${index} 期`,
        categories: ['SOFA Weekly'],
      }),
    );
    expect(titles(compose([...issues, post('article', '2021-06-01T10:00:00+08:00')]).readings)).toEqual(['article']);
  });

  it('never come twice in a year of weeks', () => {
    const posts = Array.from({ length: 60 }, (_, index) =>
      post(`p${index}`, new Date(at('2021-06-01T10:00:00') + index * 4 * 86_400_000).toISOString(), [
        `外${index % 17}`,
        `p${(index * 7) % 60}`,
      ]),
    );
    const records: EditionRecord[] = [];
    for (let week = 0; week < 52; week++) {
      records.push(
        editionRecord(compose(posts, { at: at('2021-06-04T10:00:00') + week * WEEK, previousEditions: records }), 0),
      );
    }
    const urls = records.flatMap(({ readings }) => readings.map(({ url }) => url));
    expect(urls.length).toBeGreaterThan(15);
    expect(new Set(urls).size).toBe(urls.length);
  });
});

describe('an edition with nothing new in it', () => {
  it('is empty though there would be something to read again', () => {
    const old = post('old', '2021-06-01T10:00:00+08:00');
    expect(compose([old])).toMatchObject({ empty: true, posts: [] });
    expect(compose([old, post('new', '02-03')]).empty).toBe(false);
  });

  it('is not empty with a release, a question or a friend’s new article', () => {
    const release = { project: 'MOSN', version: 'v1', url: 'https://e.org', time: FRIDAY - 1_000, notes: '' };
    const question = { id: 'q', text: '为什么？', date: '2022-02-01T00:00:00Z' };
    const friend = { title: '隔壁', url: 'https://f.example.org/1', time: FRIDAY - 1_000, feed: '隔壁' };
    expect([
      compose([], { releases: [release] }).empty,
      compose([], { questions: [question] }).empty,
      compose([], { friends: [friend] }).empty,
    ]).toEqual([false, false, false]);
  });
});

describe('the text of an edition', () => {
  it('comes from the job’s template, in which any title is safe', () => {
    const template = `大家好，这里是 {{ edition.week }}（{{ edition.from | date: "%m/%d" }}-{{ edition.to | date: "%m/%d" }}）的推荐阅读。

{% for post in posts %}
- [{{ post.title }}]({{ post.url }}) {{ post.author }} {{ post.date | date: "%Y-%m-%d %H:%M" }}
{% endfor %}

{% for reading in readings %}
- [{{ reading.title }}]({{ reading.url }}) {{ reading.reason }}
{% endfor %}
`;
    const edition = compose(
      [
        post('a', '02-03', ['List<T> 与 [数组] *'], {
          title: '**重点**：<script>alert(1)</script>',
          url: 'https://blog.example.org/a_(b)/',
        }),
      ],
      { job: makeJob({ template }) },
    );
    expect(edition.markdown).toBe(`大家好，这里是 2022-W05（01/28-02/04）的推荐阅读。

- [\\*\\*重点\\*\\*：\\<script>alert(1)\\</script>](https://blog.example.org/a_%28b%29/) 齐天 2022-02-03 15:00
- [List\\<T> 与 [数组] \\*](https://mp.example.cn/s/List%3CT%3E%20%E4%B8%8E%20%5B%E6%95%B0%E7%BB%84%5D%20*) 1 篇文章推荐
`);
  });

  it('is in English for an English site, or when the job says so', () => {
    const posts = [post('a', '02-03', ['甲'])];
    const english = compose(posts, { site: { ...site, language: 'en-GB' }, job: makeJob({ title: 'Weekly' }) });
    expect(english.title).toBe('Weekly · week 5 of 2022');
    expect(english.markdown).toContain('### New posts');
    expect(english.markdown).toContain('recommended by 1 post');
    expect(compose(posts, { job: makeJob({ language: 'en' }) }).markdown).toContain('### Recommended reading');
  });

  it('fails with a clear error when the template runs wild', () => {
    const job = makeJob({ template: '{% for i in (1..100000000) %}{{ i }}{% endfor %}' });
    expect(() => compose([], { job })).toThrow('the template fails: memory alloc limit exceeded');
  });
});
