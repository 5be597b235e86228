import { describe, expect, it } from 'vitest';
import type { PlannedChannel } from '../../src/announce/destinations.js';
import { planScan, type ScanNews } from '../../src/announce/plan-scan.js';
import type { Post } from '../../src/content/post.js';
import type { NewDelivery, Subscription } from '../../src/engine/engine.js';
import { knownPost } from '../support/known-post.js';
import { makePost } from '../support/make-post.js';

const DAY = 86_400_000;
const NOW = Date.parse('2022-02-10T12:00:00+08:00');
const anything = { tags: [], categories: [], authors: [], languages: [], sections: [] };
const channel = (name: string, change: Partial<PlannedChannel> = {}): PlannedChannel => ({
  ...{ name, announce: true, match: anything, language: 'zh' },
  ...change,
});
const subscription = (change: Partial<Subscription>): Subscription => ({
  ...{ id: 's', destination: 'slack/C9', kind: 'all', value: '', createdBy: 'U1', createdAt: 0 },
  ...change,
});

/** Plans a scan of a library in which `known` posts were seen before. */
function plan(posts: Post[], change: Partial<ScanNews> = {}, known: Post[] = []) {
  return planScan({
    posts,
    known: known.map((post) => knownPost(post)),
    initialised: true,
    revision: 7,
    now: NOW,
    announce: { maxAge: 30 * DAY, burst: 5, edits: 'update', deletes: 'keep' },
    channels: [channel('community')],
    subscriptions: [],
    languageOf: () => 'zh',
    ...change,
  });
}
const told = (deliveries: NewDelivery[] = []) =>
  deliveries.map(
    ({ channel: to, kind, message, state }) => `${to} ← ${kind} ${message.title}${state ? ` ${state}` : ''}`,
  );

const [a, b, c] = ['a', 'b', 'c'].map((slug) => makePost({ slug, title: slug })) as [Post, Post, Post];

describe('the first scan', () => {
  it('announces nothing, and knows what readers see from then on', () => {
    const commit = plan([a, b], { initialised: false });
    expect(commit).toEqual({ basedOn: 7, posts: [knownPost(a), knownPost(b)], deliveries: [], revisions: [] });
  });

  it('does not know a draft or a future post: they are new when they appear', () => {
    const draft = makePost({ slug: 'draft', draft: true });
    const future = makePost({ slug: 'future', date: '2022-02-11T00:00:00+08:00' });
    expect(plan([draft, future], { initialised: false }).posts).toEqual([]);
    expect(told(plan([{ ...draft, draft: false, title: '发布了' }]).deliveries)).toEqual(['community ← post 发布了']);
    const later = plan([{ ...future, title: '到时间了' }], { now: NOW + DAY });
    expect(told(later.deliveries)).toEqual(['community ← post 到时间了']);
  });
});

describe('the first scan after the ledger was restored', () => {
  const restoredFrom = Date.parse('2022-02-08T00:00:00Z');

  it('announces nothing, knows everything, and records each post wherever it may have gone since', () => {
    const commit = plan([a, b, c], { restoredFrom, channels: [channel('one'), channel('two')] }, [c]);
    expect(commit).toMatchObject({ settlesRestore: true, posts: [knownPost(a), knownPost(b)] });
    expect(told(commit.deliveries)).toEqual([
      'one ← post a skipped',
      'one ← post b skipped',
      'two ← post a skipped',
      'two ← post b skipped',
    ]);
    const again = plan([a], { channels: [channel('one')] }).deliveries?.[0]?.id;
    expect(commit.deliveries?.[0]).toMatchObject({
      id: again,
      fault: {
        message:
          'it may have been announced since the backup of 2022-02-08T00:00:00.000Z, from which the ledger was restored',
      },
    });
  });

  it('makes no round-up, and no record of what would not have been announced', () => {
    const many = Array.from({ length: 9 }, (_, i) => makePost({ slug: `p${i}`, date: '2022-01-20T00:00:00Z' }));
    const old = makePost({ slug: 'old', date: '2021-01-01T00:00:00Z' });
    const { deliveries = [] } = plan([...many, old], { restoredFrom });
    expect(deliveries.map(({ kind, state }) => `${kind} ${state}`)).toEqual(many.map(() => 'post skipped'));
  });

  it('records for gathered news what was known already as well: it may have been gathered since', () => {
    const subscriptions = [subscription({ when: 'weekly' }), subscription({ id: 't', when: 'daily', paused: 'gone' })];
    const recent = makePost({ slug: 'r', title: 'r', date: '2022-02-05T00:00:00Z' });
    const old = makePost({ slug: 'o', date: '2021-12-05T00:00:00Z' });
    const { deliveries } = plan([recent, old], { restoredFrom, channels: [], subscriptions }, [recent, old]);
    expect(told(deliveries)).toEqual(['slack/C9 ← post r skipped']);
  });

  it('is just the first scan when the backup was older than that', () => {
    expect(plan([a], { restoredFrom, initialised: false }).deliveries).toEqual([]);
  });
});

describe('a new post', () => {
  it('goes to every channel once, oldest post first, with ids that depend on nothing else', () => {
    const channels = [channel('community'), channel('group')];
    const old = makePost({ slug: 'old', title: 'old', date: '2022-02-01T00:00:00+08:00' });
    const commit = plan([a, old], { channels });
    expect(told(commit.deliveries)).toEqual([
      ...['community ← post old', 'community ← post a', 'group ← post old', 'group ← post a'],
    ]);
    const again = plan([old, a], { channels: channels.toReversed(), now: NOW + 1 });
    const ids = (deliveries: NewDelivery[] = []) => deliveries.map(({ id }) => id).sort();
    expect(ids(again.deliveries)).toEqual(ids(commit.deliveries));
  });

  it('is listed, not announced, when it is older than maxAge', () => {
    const old = makePost({ slug: 'old', date: '2021-12-01T00:00:00+08:00' });
    expect(plan([old])).toMatchObject({ posts: [knownPost(old)], deliveries: [] });
    const forever = { maxAge: Number.POSITIVE_INFINITY, burst: 5, edits: 'update', deletes: 'keep' } as const;
    expect(plan([old], { announce: forever }).deliveries).toHaveLength(1);
  });

  it('is not announced when its author does not want it, or not yet when it is a draft or expired', () => {
    const quiet = makePost({ slug: 'quiet', announce: { enabled: false, channels: [] } });
    expect(plan([quiet])).toMatchObject({ posts: [knownPost(quiet)], deliveries: [] });
    expect(plan([makePost({ slug: 'x', draft: true }), makePost({ slug: 'y', expires: NOW })])).toMatchObject({
      posts: [],
      deliveries: [],
    });
  });

  it('goes only where its author says', () => {
    const chosen = makePost({ slug: 'chosen', title: 'chosen', announce: { enabled: true, channels: ['group'] } });
    const channels = [channel('community'), channel('group', { match: { ...anything, tags: ['Rust'] } })];
    expect(told(plan([chosen], { channels }).deliveries)).toEqual(['group ← post chosen']);
  });

  it('goes where its terms are wanted, however they are spelled', () => {
    const post = makePost({
      ...{ slug: 'x', title: 'x', tags: ['Service Mesh', 'ＭＯＳＮ'], categories: ['SOFAStack'] },
      ...{ authors: [{ name: '齐天' }], lang: 'zh-CN', section: 'blog' },
    });
    const wants = (match: Partial<PlannedChannel['match']>) =>
      plan([post], { channels: [channel('x', { match: { ...anything, ...match } })] }).deliveries?.length === 1;
    expect(wants({ tags: ['mosn'] })).toBe(true);
    expect(wants({ tags: ['service  mesh'] })).toBe(true);
    expect(wants({ tags: ['Rust'] })).toBe(false);
    expect(wants({ tags: ['Rust', 'MOSN'] })).toBe(true);
    expect(wants({ tags: ['MOSN'], categories: ['other'] })).toBe(false);
    expect(wants({ authors: ['齐天'], categories: ['sofastack'], sections: ['Blog'], languages: ['zh'] })).toBe(true);
    expect(wants({ languages: ['en'] })).toBe(false);
    expect(wants({ languages: ['zh-CN'] })).toBe(true);
    expect(wants({ sections: ['news'] })).toBe(false);
  });

  it('does not go to a channel that is for digests only', () => {
    expect(plan([a], { channels: [channel('digests', { announce: false })] }).deliveries).toEqual([]);
  });
});

describe('a post that is known', () => {
  it('is never announced again, nor written when nothing about it changed', () => {
    expect(plan([a], {}, [a])).toEqual({ basedOn: 7, posts: [], deliveries: [], revisions: [] });
    expect(plan([{ ...a, path: 'elsewhere.md', bodyHash: 'x' }], {}, [a])).toMatchObject({
      posts: [{ id: a.id, path: 'elsewhere.md', bodyHash: 'x' }],
      deliveries: [],
      revisions: [],
    });
  });

  it('is not new when it comes back after it was deleted or drafted', () => {
    const gone = plan([b], {}, [a, b]).posts;
    expect(gone).toEqual([knownPost(a, { gone: true })]);
    const known = [knownPost(a, { gone: true }), knownPost(b)];
    expect(plan([a, b], { known })).toMatchObject({ posts: [knownPost(a)], deliveries: [] });
  });

  it('changes its messages when an edit shows in them, and only then', () => {
    for (const change of [
      { title: '新标题' },
      { description: '新的描述' },
      { cover: 'https://img.example.org/new.png' },
      { tags: ['新标签'] },
      { url: 'https://blog.example.org/elsewhere/' },
    ]) {
      const edited = { ...a, ...change };
      expect(plan([edited], {}, [a]).revisions).toMatchObject([
        {
          subject: a.id,
          message: { kind: 'post', title: edited.title, url: edited.url },
          dueAt: NOW + 5_000,
          keepSent: false,
        },
      ]);
    }
    expect(plan([{ ...a, words: 9_000, bodyHash: 'x', readingMinutes: 30 }], {}, [a]).revisions).toEqual([]);
  });

  it('leaves sent messages alone when the config says so', () => {
    const announce = { maxAge: 30 * DAY, burst: 5, edits: 'ignore', deletes: 'keep' } as const;
    expect(plan([{ ...a, title: 'x' }], { announce }, [a]).revisions).toMatchObject([{ keepSent: true }]);
    expect(plan([], { announce }, [a]).revisions).toMatchObject([{ message: null, keepSent: true }]);
  });

  it('takes its messages away when it is gone and the config says so, but not half a library at once', () => {
    const announce = { maxAge: 30 * DAY, burst: 5, edits: 'update', deletes: 'delete' } as const;
    expect(plan([], { announce }, [a]).revisions).toMatchObject([{ subject: a.id, message: null, keepSent: false }]);
    const many = Array.from({ length: 10 }, (_, i) => makePost({ slug: `p${i}` }));
    expect(plan(many.slice(5), { announce }, many).revisions).toMatchObject(Array(5).fill({ keepSent: false }));
    expect(plan(many.slice(6), { announce }, many).revisions).toMatchObject(Array(6).fill({ keepSent: true }));
  });
});

describe('more new posts than `burst`', () => {
  const six = Array.from({ length: 6 }, (_, i) =>
    makePost({ slug: `p${i}`, title: `p${i}`, date: `2022-02-0${i + 1}T00:00:00+08:00` }),
  );

  it('become one round-up a channel, and a record for each post that it was in it', () => {
    const channels = [channel('community'), channel('group', { language: 'en' })];
    const { deliveries = [] } = plan(six, { channels });
    const [roundup, ...posts] = deliveries.filter((each) => each.channel === 'community');
    expect(roundup).toMatchObject({ kind: 'roundup', message: { title: '6 篇新文章' } });
    expect(roundup?.message.sections[0]?.items.map(({ title }) => title)).toEqual(['p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
    expect(told(posts)).toEqual(six.map(({ title }) => `community ← post ${title} skipped`));
    expect(posts[0]?.fault?.message).toBe(`announced with 5 other new posts in the round-up ${roundup?.id}`);
    expect(deliveries.filter((each) => each.channel === 'group')[0]?.message.title).toBe('6 new posts');
  });

  it('are counted for each channel by what it wants', () => {
    const channels = [channel('all'), channel('some', { match: { ...anything, tags: ['MOSN'] } })];
    const posts = six.map((post, i) => ({ ...post, tags: i < 2 ? ['MOSN'] : ['Java'] }));
    const { deliveries = [] } = plan(posts, { channels });
    expect(told(deliveries.filter((each) => each.channel === 'some'))).toEqual(['some ← post p0', 'some ← post p1']);
  });

  it('are announced one by one when they are just as many, or burst is 0', () => {
    expect(told(plan(six.slice(1)).deliveries)).toHaveLength(5);
    const announce = { maxAge: 30 * DAY, burst: 0, edits: 'update', deletes: 'keep' } as const;
    expect(told(plan(six, { announce }).deliveries)).toEqual(six.map(({ title }) => `community ← post ${title}`));
  });
});

describe('a subscription', () => {
  const plans = (change: Partial<Subscription>, post = a, channels: PlannedChannel[] = []) =>
    told(plan([post], { channels, subscriptions: [subscription(change)] }).deliveries);

  it('gets the posts it is about', () => {
    const post = makePost({ slug: 'm', title: 'MOSN 的流量劫持', tags: ['Service Mesh'], categories: ['Go'] });
    const got = ['slack/C9 ← post MOSN 的流量劫持'];
    expect(plans({ kind: 'tag', value: 'service mesh' }, post)).toEqual(got);
    expect(plans({ kind: 'tag', value: 'Java' }, post)).toEqual([]);
    expect(plans({ kind: 'category', value: 'go' }, post)).toEqual(got);
    expect(plans({ kind: 'author', value: '齐天' }, post)).toEqual(got);
    expect(plans({ kind: 'all' }, post)).toEqual(got);
    expect(plans({ kind: 'search', value: '流量 mosn' }, post)).toEqual(got);
    expect(plans({ kind: 'search', value: '流量 rust' }, post)).toEqual([]);
  });

  it('gets a post once, however many of the place match', () => {
    const subscriptions = [
      subscription({ id: '1', kind: 'tag', value: 'SOFAStack' }),
      subscription({ id: '2', kind: 'author', value: '齐天' }),
    ];
    expect(told(plan([a], { channels: [], subscriptions }).deliveries)).toEqual(['slack/C9 ← post a']);
  });

  it('gets nothing that a configured channel brings to the same place', () => {
    const same = channel('community', { address: 'slack/C9', match: { ...anything, tags: ['Go'] } });
    expect(plans({ kind: 'all' }, makePost({ slug: 'x', title: 'x', tags: ['Go'] }), [same])).toEqual([
      'community ← post x',
    ]);
    expect(plans({ kind: 'all' }, makePost({ slug: 'x', title: 'x', tags: ['Rust'] }), [same])).toEqual([
      'slack/C9 ← post x',
    ]);
  });

  it('waits for its digest, and gets nothing while it is paused', () => {
    expect(plans({ when: 'weekly' })).toEqual([]);
    expect(plans({ when: 'instant' })).toEqual(['slack/C9 ← post a']);
    expect(plans({ paused: 'is_archived' })).toEqual([]);
  });

  it('gets a round-up in its own language', () => {
    const posts = Array.from({ length: 6 }, (_, i) => makePost({ slug: `p${i}` }));
    const { deliveries } = plan(posts, { channels: [], subscriptions: [subscription({})], languageOf: () => 'en' });
    expect(deliveries?.[0]).toMatchObject({ kind: 'roundup', channel: 'slack/C9', message: { title: '6 new posts' } });
  });
});

it('plans the same whatever order the posts come in', () => {
  const sorted = (posts: Post[]) =>
    JSON.stringify(
      plan(posts, {}, [c])
        .deliveries?.map(({ id }) => id)
        .sort(),
    );
  expect(sorted([a, b, c])).toBe(sorted([c, b, a]));
});
